// A plugin host on HashiCorp's go-plugin, as Grafana is one, that does what it is told: a command is a JSON object on a
// line of stdin, its outcome a line on stdout with the same id. Commands run side by side.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sync"
)

type outcome struct {
	ID     int         `json:"id"`
	Result interface{} `json:"result,omitempty"`
	Error  string      `json:"error,omitempty"`
	// The gRPC status code by name, where the error is one.
	Code string `json:"code,omitempty"`
}

type handler func(*host, *command) (interface{}, error)

var handlers = map[string]handler{
	"start":       (*host).start,
	"restart":     (*host).restart,
	"kill":        (*host).kill,
	"signal":      (*host).signal,
	"shutdown":    (*host).shutdown,
	"exited":      (*host).exitState,
	"waitExit":    (*host).waitExit,
	"stderr":      (*host).stderrLines,
	"health":      (*host).health,
	"checkHealth": (*host).checkHealth,
	"metrics":     (*host).metrics,
	"query":       (*host).query,
	"chunked":     (*host).chunked,
	"resource":    (*host).resource,
	"subscribe":   (*host).subscribe,
	"runStream":   (*host).runStream,
	"publish":     (*host).publish,
	"admission":   (*host).admission,
	"benchmark":   (*host).benchmark,
}

func main() {
	h := &host{}
	var pending sync.WaitGroup
	var writing sync.Mutex
	output := json.NewEncoder(os.Stdout)

	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 64<<20)
	for input.Scan() {
		c := &command{}
		if err := json.Unmarshal(input.Bytes(), c); err != nil {
			fmt.Fprintln(os.Stderr, "not a command:", err)
			continue
		}
		pending.Add(1)
		go func() {
			defer pending.Done()
			done := run(h, c)
			writing.Lock()
			defer writing.Unlock()
			output.Encode(done)
		}()
	}

	// The end of stdin is the end of the plugin.
	pending.Wait()
	h.end()
}

func run(h *host, c *command) outcome {
	handle, known := handlers[c.Command]
	if !known {
		return outcome{ID: c.ID, Error: "unknown command " + c.Command}
	}
	result, err := handle(h, c)
	if err != nil {
		return outcome{ID: c.ID, Error: err.Error(), Code: codeOf(err)}
	}
	return outcome{ID: c.ID, Result: result}
}
