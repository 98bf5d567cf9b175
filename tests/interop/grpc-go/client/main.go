// A grpc-go client that runs one scenario and prints its result as one line of JSON.
// Usage: grpc-go-client SCENARIO ADDRESS [ARGUMENTS], with ADDRESS host:port or unix:/path.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"time"

	"google.golang.org/grpc"
)

type scenario func(ctx context.Context, address string) (interface{}, error)

var scenarios = map[string]scenario{}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintf(os.Stderr, "usage: %s SCENARIO ADDRESS\nscenarios: %v\n", os.Args[0], names())
		os.Exit(2)
	}
	run, known := scenarios[os.Args[1]]
	if !known {
		fmt.Fprintf(os.Stderr, "unknown scenario %s; there are %v\n", os.Args[1], names())
		os.Exit(2)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	result, err := run(ctx, os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func names() []string {
	var all []string
	for name := range scenarios {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

// A 16 MiB message needs more than grpc-go's 4 MiB.
const maxMessage = 32 << 20

func dial(ctx context.Context, address string) (*grpc.ClientConn, error) {
	return grpc.DialContext(ctx, address, grpc.WithInsecure(), grpc.WithBlock(),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage)))
}
