// The echo server of the benchmark: plain grpc-go, no options that our server does not have too.
package main

import (
	"context"
	"fmt"
	"log"
	"net"

	"echo"

	"github.com/golang/protobuf/ptypes/wrappers"
	"google.golang.org/grpc"
)

type benchmark struct{}

func (benchmark) Echo(_ context.Context, request *wrappers.BytesValue) (*wrappers.BytesValue, error) {
	return &wrappers.BytesValue{Value: request.Value}, nil
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer()
	echo.RegisterBenchmarkServer(server, benchmark{})
	fmt.Println(listener.Addr())
	log.Fatal(server.Serve(listener))
}
