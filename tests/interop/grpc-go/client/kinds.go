package main

import (
	"context"
	"io"

	"echo"
)

func init() {
	scenarios["kinds"] = withClient(runKinds)
	scenarios["concurrent"] = withClient(runConcurrent)
}

type result map[string]interface{}

func withClient(run func(ctx context.Context, client echo.EchoClient) (interface{}, error)) scenario {
	return func(ctx context.Context, address string) (interface{}, error) {
		connection, err := dial(ctx, address)
		if err != nil {
			return nil, err
		}
		defer connection.Close()
		return run(ctx, echo.NewEchoClient(connection))
	}
}

func runKinds(ctx context.Context, client echo.EchoClient) (interface{}, error) {
	unary, err := client.Unary(ctx, &echo.EchoRequest{Payload: []byte("hello")})
	if err != nil {
		return nil, err
	}
	server, err := client.ServerStream(ctx, &echo.EchoRequest{Payload: []byte("again"), Responses: 3})
	if err != nil {
		return nil, err
	}
	repeated, err := readAll(server)
	if err != nil {
		return nil, err
	}
	sent, err := client.ClientStream(ctx)
	if err != nil {
		return nil, err
	}
	for _, text := range []string{"one", "two", "three"} {
		if err := sent.Send(&echo.EchoRequest{Payload: []byte(text)}); err != nil {
			return nil, err
		}
	}
	sum, err := sent.CloseAndRecv()
	if err != nil {
		return nil, err
	}
	both, err := client.Bidirectional(ctx)
	if err != nil {
		return nil, err
	}
	turns, err := takeTurns(both, 3)
	return result{"unary": string(unary.Payload), "serverStream": repeated, "clientStream": sum.Received, "bidirectional": turns}, err
}

type receiver interface {
	Recv() (*echo.EchoResponse, error)
}

func readAll(stream receiver) ([]string, error) {
	texts := []string{}
	for {
		response, err := stream.Recv()
		if err == io.EOF {
			return texts, nil
		}
		if err != nil {
			return texts, err
		}
		texts = append(texts, string(response.Payload))
	}
}

// Waits for each answer before the next request, so neither side may hold a message back.
func takeTurns(stream echo.Echo_BidirectionalClient, turns int) ([]string, error) {
	texts := []string{}
	for i := 0; i < turns; i++ {
		if err := stream.Send(&echo.EchoRequest{Payload: []byte{'a' + byte(i)}}); err != nil {
			return nil, err
		}
		response, err := stream.Recv()
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(response.Payload))
	}
	if err := stream.CloseSend(); err != nil {
		return nil, err
	}
	rest, err := readAll(stream)
	return append(texts, rest...), err
}

// Opens every stream, and has an answer on each, before the first one ends.
func runConcurrent(ctx context.Context, client echo.EchoClient) (interface{}, error) {
	const count = 100
	streams := make([]echo.Echo_BidirectionalClient, count)
	for i := range streams {
		stream, err := client.Bidirectional(ctx)
		if err != nil {
			return nil, err
		}
		if err := stream.Send(&echo.EchoRequest{Payload: []byte("open")}); err != nil {
			return nil, err
		}
		if _, err := stream.Recv(); err != nil {
			return nil, err
		}
		streams[i] = stream
	}
	failures := make(chan error, count)
	for _, stream := range streams {
		go func(stream echo.Echo_BidirectionalClient) {
			_, err := takeTurns(stream, 10)
			failures <- err
		}(stream)
	}
	for range streams {
		if err := <-failures; err != nil {
			return nil, err
		}
	}
	return result{"streams": count}, nil
}
