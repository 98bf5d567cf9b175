package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"echo"

	"github.com/golang/protobuf/ptypes/wrappers"
)

func init() { scenarios["benchmark"] = runBenchmark }

// Arguments: connections, calls outstanding on all of them, payload bytes, milliseconds.
func runBenchmark(ctx context.Context, address string) (interface{}, error) {
	var arguments [4]int
	if len(os.Args) != 3+len(arguments) {
		return nil, fmt.Errorf("benchmark needs CONNECTIONS OUTSTANDING BYTES MILLISECONDS")
	}
	for i := range arguments {
		value, err := strconv.Atoi(os.Args[3+i])
		if err != nil {
			return nil, err
		}
		arguments[i] = value
	}
	clients := make([]echo.BenchmarkClient, arguments[0])
	for i := range clients {
		connection, err := dial(ctx, address)
		if err != nil {
			return nil, err
		}
		defer connection.Close()
		clients[i] = echo.NewBenchmarkClient(connection)
	}
	window := time.Duration(arguments[3]) * time.Millisecond
	if _, err := drive(ctx, clients, arguments[1], arguments[2], window/4); err != nil {
		return nil, err
	}
	calls, err := drive(ctx, clients, arguments[1], arguments[2], window)
	return map[string]float64{"callsPerSecond": float64(calls) / window.Seconds()}, err
}

// Closed loop: each of the outstanding callers calls again as soon as it has its answer.
func drive(ctx context.Context, clients []echo.BenchmarkClient, outstanding, size int, window time.Duration) (int64, error) {
	var calls int64
	var failure atomic.Value
	var done sync.WaitGroup
	end := time.Now().Add(window)
	for i := 0; i < outstanding; i++ {
		done.Add(1)
		go func(client echo.BenchmarkClient) {
			defer done.Done()
			request := &wrappers.BytesValue{Value: make([]byte, size)}
			var own int64
			for time.Now().Before(end) {
				response, err := client.Echo(ctx, request)
				if err == nil && len(response.Value) != size {
					err = fmt.Errorf("%d bytes came back instead of %d", len(response.Value), size)
				}
				if err != nil {
					failure.Store(err)
					break
				}
				own++
			}
			atomic.AddInt64(&calls, own)
		}(clients[i%len(clients)])
	}
	done.Wait()
	if err, failed := failure.Load().(error); failed {
		return 0, err
	}
	return calls, nil
}
