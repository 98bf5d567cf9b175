package main

import (
	"encoding/json"
	"io"

	"pluginhost/pluginv2"
)

func receiveAll(receive func() error) error {
	for {
		if err := receive(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func (h *host) resource(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	headers := map[string]*pluginv2.StringList{}
	for key, value := range c.Headers {
		headers[key] = &pluginv2.StringList{Values: []string{value}}
	}
	request := &pluginv2.CallResourceRequest{
		PluginContext: c.pluginContext(), Path: c.Path, Method: c.Method, Url: c.URL, Headers: headers, Body: []byte(c.Body),
	}
	stream, err := pluginv2.NewResourceClient(h.conn).CallResource(ctx, request, c.options())
	if err != nil {
		return nil, err
	}
	var body []byte
	parts := []object{}
	err = receiveAll(func() error {
		part, err := stream.Recv()
		if err != nil {
			return err
		}
		answered := map[string][]string{}
		for key, list := range part.Headers {
			answered[key] = list.Values
		}
		parts = append(parts, object{"code": part.Code, "headers": answered, "bytes": len(part.Body)})
		body = append(body, part.Body...)
		return nil
	})
	return object{"parts": parts, "body": string(body)}, err
}

func (h *host) subscribe(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	request := &pluginv2.SubscribeStreamRequest{PluginContext: c.pluginContext(), Path: c.Channel, Data: c.Data, Headers: c.Headers}
	response, err := pluginv2.NewStreamClient(h.conn).SubscribeStream(ctx, request, c.options())
	if err != nil {
		return nil, err
	}
	return object{"status": response.Status.String(), "data": orNull(response.Data)}, nil
}

// runStream takes Count packets and leaves, as Grafana does when the last viewer goes; 0 takes all until the stream ends.
func (h *host) runStream(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	request := &pluginv2.RunStreamRequest{PluginContext: c.pluginContext(), Path: c.Channel, Data: c.Data, Headers: c.Headers}
	stream, err := pluginv2.NewStreamClient(h.conn).RunStream(ctx, request, c.options())
	if err != nil {
		return nil, err
	}
	packets := []json.RawMessage{}
	err = receiveAll(func() error {
		packet, err := stream.Recv()
		if err != nil {
			return err
		}
		packets = append(packets, packet.Data)
		if len(packets) == c.Count {
			return io.EOF
		}
		return nil
	})
	return object{"packets": packets}, err
}

func (h *host) publish(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	request := &pluginv2.PublishStreamRequest{PluginContext: c.pluginContext(), Path: c.Channel, Data: c.Data, Headers: c.Headers}
	response, err := pluginv2.NewStreamClient(h.conn).PublishStream(ctx, request, c.options())
	if err != nil {
		return nil, err
	}
	return object{"status": response.Status.String()}, nil
}

func orNull(data []byte) json.RawMessage {
	if len(data) == 0 {
		return json.RawMessage("null")
	}
	return data
}
