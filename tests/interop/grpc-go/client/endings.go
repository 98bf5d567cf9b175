package main

import (
	"context"
	"os"
	"time"

	"echo"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	health "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

func init() {
	scenarios["statuses"] = withClient(runStatuses)
	scenarios["deadline"] = withClient(runDeadline)
	scenarios["cancel"] = withClient(runCancel)
	scenarios["disappear"] = withClient(runDisappear)
	scenarios["slow-reader"] = withClient(runSlowReader)
	scenarios["health"] = runHealth
}

type ending struct {
	Code    codes.Code `json:"code"`
	Message string     `json:"message"`
}

func endingOf(err error) ending {
	converted := status.Convert(err)
	return ending{converted.Code(), converted.Message()}
}

func runStatuses(ctx context.Context, client echo.EchoClient) (interface{}, error) {
	var unary []ending
	for code := codes.Canceled; code <= codes.Unauthenticated; code++ {
		_, err := client.Unary(ctx, &echo.EchoRequest{Status: int32(code), Detail: "100 % naïve ✓\r\n"})
		unary = append(unary, endingOf(err))
	}
	_, crash := client.Unary(ctx, &echo.EchoRequest{Crash: true})
	stream, err := client.ServerStream(ctx, &echo.EchoRequest{Payload: []byte("x"), Responses: 2, Status: int32(codes.Aborted), Detail: "after two"})
	if err != nil {
		return nil, err
	}
	before, streamed := readAll(stream)
	return result{"unary": unary, "crash": endingOf(crash), "before": before, "streamed": endingOf(streamed)}, nil
}

func runDeadline(ctx context.Context, client echo.EchoClient) (interface{}, error) {
	obedient := withTimeout(ctx, func(ctx context.Context) error {
		_, err := client.Unary(ctx, &echo.EchoRequest{Wait: true})
		return err
	})
	deaf := withTimeout(ctx, func(ctx context.Context) error {
		stream, err := client.ServerStream(ctx, &echo.EchoRequest{IgnoreCancellation: true})
		if err == nil {
			_, err = stream.Recv()
		}
		return err
	})
	return result{"obedient": status.Code(obedient), "deaf": status.Code(deaf)}, nil
}

func withTimeout(ctx context.Context, call func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	return call(ctx)
}

func runCancel(ctx context.Context, client echo.EchoClient) (interface{}, error) {
	ctx, cancel := context.WithCancel(ctx)
	stream, err := client.ServerStream(ctx, &echo.EchoRequest{Payload: []byte("x"), Responses: 1, Wait: true})
	if err != nil {
		return nil, err
	}
	if _, err := stream.Recv(); err != nil {
		return nil, err
	}
	cancel()
	_, err = stream.Recv()
	return result{"code": status.Code(err)}, nil
}

// Ends the process in the middle of a stream, with messages on the way.
func runDisappear(ctx context.Context, client echo.EchoClient) (interface{}, error) {
	stream, err := client.ServerStream(ctx, &echo.EchoRequest{ResponseSize: 65536, Responses: 1000})
	if err != nil {
		return nil, err
	}
	if _, err := stream.Recv(); err != nil {
		return nil, err
	}
	os.Exit(0)
	return nil, nil
}

// Leaves a stream of 64 MiB unread while other calls go on, and sees how far the server got.
func runSlowReader(ctx context.Context, client echo.EchoClient) (interface{}, error) {
	const messages, size, bound = 1000, 65536, 4 << 20
	stream, err := client.ServerStream(ctx, &echo.EchoRequest{ResponseSize: size, Responses: messages}, grpc.MaxCallRecvMsgSize(maxMessage))
	if err != nil {
		return nil, err
	}
	if _, err := stream.Recv(); err != nil {
		return nil, err
	}
	var written int64
	for i := 0; i < 100; i++ {
		response, err := client.Unary(ctx, &echo.EchoRequest{CountWritten: true})
		if err != nil {
			return nil, err
		}
		written = response.Received
	}
	rest, err := readAll(stream)
	return result{"bounded": written*size < bound, "messages": 1 + len(rest)}, err
}

func runHealth(ctx context.Context, address string) (interface{}, error) {
	connection, err := dial(ctx, address)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	client := health.NewHealthClient(connection)
	statuses := map[string]string{}
	for _, service := range []string{"", "plugin"} {
		response, err := client.Check(ctx, &health.HealthCheckRequest{Service: service})
		if err != nil {
			return nil, err
		}
		statuses["check "+service] = response.Status.String()
	}
	_, unknown := client.Check(ctx, &health.HealthCheckRequest{Service: "nobody"})
	for _, service := range []string{"plugin", "nobody"} {
		watch, err := client.Watch(ctx, &health.HealthCheckRequest{Service: service})
		if err != nil {
			return nil, err
		}
		response, err := watch.Recv()
		if err != nil {
			return nil, err
		}
		statuses["watch "+service] = response.Status.String()
	}
	err = connection.Invoke(ctx, "/grpc.health.v1.Health/Missing", &health.HealthCheckRequest{}, &health.HealthCheckResponse{})
	return result{"statuses": statuses, "unknownService": status.Code(unknown), "unknownMethod": status.Code(err)}, nil
}
