package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"strings"

	"echo"

	"google.golang.org/grpc"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// The payload whose message is exactly 16 MiB: a tag and a length of four bytes come before it.
const largestPayload = 16<<20 - 5

func init() {
	scenarios["sizes"] = withClient(runSizes)
	scenarios["too-large"] = withClient(runTooLarge)
	scenarios["gzip"] = withClient(runGzip)
	scenarios["metadata"] = withClient(runMetadata)
}

func runSizes(ctx context.Context, client echo.EchoClient) (interface{}, error) {
	unary, err := echoSizes(ctx, client)
	if err != nil {
		return nil, err
	}
	stream, err := client.Bidirectional(ctx)
	if err != nil {
		return nil, err
	}
	if err := stream.Send(&echo.EchoRequest{Payload: pattern(largestPayload)}); err != nil {
		return nil, err
	}
	response, err := stream.Recv()
	if err != nil {
		return nil, err
	}
	if err := stream.CloseSend(); err != nil {
		return nil, err
	}
	return result{"unary": unary, "bidirectional": len(response.Payload)}, nil
}

func runTooLarge(ctx context.Context, client echo.EchoClient) (interface{}, error) {
	_, err := client.Unary(ctx, &echo.EchoRequest{Payload: pattern(largestPayload + 1)})
	return endingOf(err), nil
}

func runGzip(ctx context.Context, client echo.EchoClient) (interface{}, error) {
	_, tooLarge := client.Unary(ctx, &echo.EchoRequest{Payload: pattern(largestPayload + 1)}, grpc.UseCompressor(gzip.Name))
	unary, err := echoSizes(ctx, client, grpc.UseCompressor(gzip.Name))
	return result{"unary": unary, "tooLarge": status.Code(tooLarge)}, err
}

func echoSizes(ctx context.Context, client echo.EchoClient, options ...grpc.CallOption) ([]int, error) {
	var sizes []int
	for _, size := range []int{0, 1, 4000, 65536, 1 << 20, largestPayload} {
		sent := pattern(size)
		response, err := client.Unary(ctx, &echo.EchoRequest{Payload: sent}, options...)
		if err != nil {
			return nil, fmt.Errorf("%d bytes: %w", size, err)
		}
		if !bytes.Equal(sent, response.Payload) {
			return nil, fmt.Errorf("%d bytes came back changed", size)
		}
		sizes = append(sizes, len(response.Payload))
	}
	return sizes, nil
}

// Repeats after 251 bytes, so that blocks that were swapped show, and gzip has something to do.
func pattern(size int) []byte {
	payload := make([]byte, size)
	for i := range payload {
		payload[i] = byte(i % 251)
	}
	return payload
}

func runMetadata(ctx context.Context, client echo.EchoClient) (interface{}, error) {
	ctx = metadata.AppendToOutgoingContext(ctx,
		"echo-text", "first", "echo-text", "second, with comma", "authorization", "Bearer 1",
		"echo-bytes-bin", string([]byte{0, 1, 0xfe, 0xff}), "echo-bytes-bin", "")
	var header, trailer metadata.MD
	_, err := client.Unary(ctx, &echo.EchoRequest{}, grpc.Header(&header), grpc.Trailer(&trailer))
	return result{"header": readable(header, "echo-"), "trailer": readable(trailer, "trailing-")}, err
}

// Text values are joined, as Node joins them; only bytes can be told apart there.
func readable(all metadata.MD, prefix string) map[string][]string {
	texts := map[string][]string{}
	for key, values := range all {
		if !strings.HasPrefix(key, prefix) {
			continue
		}
		if !strings.HasSuffix(key, "-bin") {
			texts[key] = []string{strings.Join(values, ", ")}
			continue
		}
		for _, value := range values {
			texts[key] = append(texts[key], hex.EncodeToString([]byte(value)))
		}
	}
	return texts
}
