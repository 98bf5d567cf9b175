package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/golang/protobuf/ptypes/empty"
	"google.golang.org/grpc/health/grpc_health_v1"

	"pluginhost/pluginv2"
)

type object = map[string]interface{}

// An empty message reads and writes the same whatever its name.
func (h *host) shutdown(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	return nil, h.conn.Invoke(ctx, "/plugin.GRPCController/Shutdown", &empty.Empty{}, &empty.Empty{}, c.options())
}

func (h *host) health(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	service := c.Service
	if service == "" {
		service = "plugin"
	}
	response, err := grpc_health_v1.NewHealthClient(h.conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: service}, c.options())
	if err != nil {
		return nil, err
	}
	return object{"status": response.Status.String()}, nil
}

func (h *host) checkHealth(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	request := &pluginv2.CheckHealthRequest{PluginContext: c.pluginContext(), Headers: c.Headers}
	response, err := pluginv2.NewDiagnosticsClient(h.conn).CheckHealth(ctx, request, c.options())
	if err != nil {
		return nil, err
	}
	return object{"status": response.Status.String(), "message": response.Message, "details": string(response.JsonDetails)}, nil
}

func (h *host) metrics(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	request := &pluginv2.CollectMetricsRequest{PluginContext: c.pluginContext()}
	response, err := pluginv2.NewDiagnosticsClient(h.conn).CollectMetrics(ctx, request, c.options())
	if err != nil {
		return nil, err
	}
	return object{"text": string(response.GetMetrics().GetPrometheus())}, nil
}

func (h *host) admission(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	_, err := pluginv2.NewAdmissionControlClient(h.conn).ValidateAdmission(ctx, &pluginv2.AdmissionRequest{}, c.options())
	return nil, err
}

func (h *host) query(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	queries, err := c.dataQueries()
	if err != nil {
		return nil, err
	}
	request := &pluginv2.QueryDataRequest{PluginContext: c.pluginContext(), Headers: c.Headers, Queries: queries, Format: c.format()}
	response, err := pluginv2.NewDataClient(h.conn).QueryData(ctx, request, c.options())
	if err != nil {
		return nil, err
	}
	answers := object{}
	for refID, answer := range response.Responses {
		files := []string{}
		for index, frame := range answer.Frames {
			file, err := c.save(refID, fmt.Sprint(index), answer.Format, frame)
			if err != nil {
				return nil, err
			}
			files = append(files, file)
		}
		answers[refID] = object{
			"error": answer.Error, "status": answer.Status, "errorSource": answer.ErrorSource, "format": answer.Format.String(), "files": files,
		}
	}
	return answers, nil
}

func (h *host) chunked(c *command) (interface{}, error) {
	ctx, cancel := c.context()
	defer cancel()
	queries, err := c.dataQueries()
	if err != nil {
		return nil, err
	}
	request := &pluginv2.QueryChunkedDataRequest{PluginContext: c.pluginContext(), Headers: c.Headers, Queries: queries, Format: c.format()}
	stream, err := pluginv2.NewDataClient(h.conn).QueryChunkedData(ctx, request, c.options())
	if err != nil {
		return nil, err
	}
	chunks := []object{}
	err = receiveAll(func() error {
		chunk, err := stream.Recv()
		if err != nil {
			return err
		}
		file := ""
		if len(chunk.Frame) > 0 {
			if file, err = c.save(chunk.RefId, chunk.FrameId, chunk.Format, chunk.Frame); err != nil {
				return err
			}
		}
		chunks = append(chunks, object{
			"refId": chunk.RefId, "frameId": chunk.FrameId, "error": chunk.Error, "status": chunk.Status, "errorSource": chunk.ErrorSource, "file": file,
		})
		return nil
	})
	return chunks, err
}

// save writes a frame as <refId>-<frame>.arrow or .json.
func (c *command) save(refID, frame string, format pluginv2.DataFrameFormat, content []byte) (string, error) {
	extension := map[pluginv2.DataFrameFormat]string{pluginv2.DataFrameFormat_ARROW: "arrow", pluginv2.DataFrameFormat_JSON: "json"}[format]
	file := filepath.Join(c.Folder, fmt.Sprintf("%s-%s.%s", refID, frame, extension))
	return file, os.WriteFile(file, content, 0o600)
}
