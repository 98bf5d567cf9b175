package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/hashicorp/go-hclog"
	plugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
)

// What Grafana sets for a data source.
var handshake = plugin.HandshakeConfig{
	ProtocolVersion:  2,
	MagicCookieKey:   "grafana_plugin_type",
	MagicCookieValue: "datasource",
}

// connection is the one plugin that is dispensed: the bare connection, on which every service is called.
type connection struct{ plugin.NetRPCUnsupportedPlugin }

func (connection) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return fmt.Errorf("this is a host")
}

func (connection) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, conn *grpc.ClientConn) (interface{}, error) {
	return conn, nil
}

// host holds one plugin process at a time.
type host struct {
	mutex   sync.Mutex
	started *command
	cmd     *exec.Cmd
	client  *plugin.Client
	conn    *grpc.ClientConn
	stderr  lines
}

type lines struct {
	mutex sync.Mutex
	text  strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(p)
}

func (l *lines) list() []string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return strings.Split(strings.TrimSuffix(l.text.String(), "\n"), "\n")
}

func (h *host) start(c *command) (interface{}, error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	cmd := exec.Command(c.Path, c.Args...)
	for key, value := range c.Env {
		cmd.Env = append(cmd.Env, key+"="+value)
	}
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig:  handshake,
		VersionedPlugins: map[int]plugin.PluginSet{2: {"connection": connection{}}},
		Cmd:              cmd,
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		Logger:           hclog.NewNullLogger(),
		Stderr:           &h.stderr,
	})
	h.started, h.cmd, h.client = c, cmd, client
	protocol, err := client.Client()
	if err != nil {
		return nil, err
	}
	dispensed, err := protocol.Dispense("connection")
	if err != nil {
		return nil, err
	}
	h.conn = dispensed.(*grpc.ClientConn)
	address := client.ReattachConfig().Addr
	return map[string]interface{}{
		"pid": cmd.Process.Pid, "network": address.Network(), "address": address.String(), "version": client.NegotiatedVersion(),
	}, nil
}

// kill is go-plugin's way to end a plugin: Shutdown, two seconds, SIGKILL.
func (h *host) kill(*command) (interface{}, error) {
	h.client.Kill()
	return h.exitState(nil)
}

func (h *host) restart(*command) (interface{}, error) {
	h.client.Kill()
	return h.start(h.started)
}

func (h *host) signal(c *command) (interface{}, error) {
	signals := map[string]syscall.Signal{"TERM": syscall.SIGTERM, "INT": syscall.SIGINT, "KILL": syscall.SIGKILL}
	return nil, h.cmd.Process.Signal(signals[c.Signal])
}

func (h *host) exitState(*command) (interface{}, error) {
	if h.client == nil || !h.client.Exited() {
		return map[string]interface{}{"exited": false}, nil
	}
	return map[string]interface{}{"exited": true, "exitCode": h.cmd.ProcessState.ExitCode()}, nil
}

// waitExit notices the end as Grafana does, by looking.
func (h *host) waitExit(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	for !h.client.Exited() {
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("the plugin has not exited")
		case <-time.After(10 * time.Millisecond):
		}
	}
	return h.exitState(c)
}

func (h *host) stderrLines(*command) (interface{}, error) {
	return h.stderr.list(), nil
}

func (h *host) end() {
	if h.client != nil {
		h.client.Kill()
	}
}
