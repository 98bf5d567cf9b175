package main

import (
	"sort"
	"sync"
	"time"

	"pluginhost/pluginv2"
)

// benchmark asks the same queries Count times, Concurrency at a time, and reads every answer whole.
func (h *host) benchmark(c *command) (interface{}, error) {
	queries, err := c.dataQueries()
	if err != nil {
		return nil, err
	}
	request := &pluginv2.QueryDataRequest{PluginContext: c.pluginContext(), Queries: queries}
	client := pluginv2.NewDataClient(h.conn)

	latencies := make([]time.Duration, c.Count)
	failures := make([]error, c.Concurrency)
	bytes := 0
	started := time.Now()
	var callers sync.WaitGroup
	for caller := 0; caller < c.Concurrency; caller++ {
		callers.Add(1)
		go func(caller int) {
			defer callers.Done()
			for call := caller; call < c.Count; call += c.Concurrency {
				ctx, cancel := c.context()
				begun := time.Now()
				response, err := client.QueryData(ctx, request)
				latencies[call] = time.Since(begun)
				cancel()
				if err != nil {
					failures[caller] = err
					return
				}
				if call == 0 {
					for _, answer := range response.Responses {
						for _, frame := range answer.Frames {
							bytes += len(frame)
						}
					}
				}
			}
		}(caller)
	}
	callers.Wait()
	elapsed := time.Since(started)

	for _, failure := range failures {
		if failure != nil {
			return nil, failure
		}
	}
	sort.Slice(latencies, func(i, j int) bool { return latencies[i] < latencies[j] })
	milliseconds := func(share float64) float64 {
		return float64(latencies[int(share*float64(c.Count-1))]) / float64(time.Millisecond)
	}
	return object{
		"callsPerSecond": float64(c.Count) / elapsed.Seconds(), "p50": milliseconds(0.5), "p99": milliseconds(0.99), "bytes": bytes,
	}, nil
}
