package main

import (
	"context"
	"encoding/json"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"pluginhost/pluginv2"
)

// command is every command's arguments in one; each takes what it needs.
type command struct {
	ID      int    `json:"id"`
	Command string `json:"command"`

	// start
	Path string            `json:"path"`
	Args []string          `json:"args"`
	Env  map[string]string `json:"env"`
	// signal
	Signal string `json:"signal"`

	// Any call.
	Settings     *settings         `json:"settings"`
	Headers      map[string]string `json:"headers"`
	WaitForReady bool              `json:"waitForReady"`
	TimeoutMS    int               `json:"timeoutMs"`

	// health
	Service string `json:"service"`

	// query, chunked
	Queries []json.RawMessage `json:"queries"`
	From    int64             `json:"from"`
	To      int64             `json:"to"`
	Format  string            `json:"format"`
	// Where frames are written as files.
	Folder string `json:"folder"`

	// resource, subscribe, runStream, publish
	Method  string          `json:"method"`
	URL     string          `json:"url"`
	Channel string          `json:"channel"`
	Body    string          `json:"body"`
	Data    json.RawMessage `json:"data"`
	Count   int             `json:"count"`

	// benchmark, with Count calls
	Concurrency int `json:"concurrency"`
}

// settings are a data source's; nil stands for a call without any.
type settings struct {
	UID       string            `json:"uid"`
	Name      string            `json:"name"`
	JSONData  json.RawMessage   `json:"jsonData"`
	Secrets   map[string]string `json:"secrets"`
	UpdatedMS int64             `json:"updatedMs"`
}

func (c *command) context() (context.Context, context.CancelFunc) {
	timeout := 30 * time.Second
	if c.TimeoutMS > 0 {
		timeout = time.Duration(c.TimeoutMS) * time.Millisecond
	}
	return context.WithTimeout(context.Background(), timeout)
}

func (c *command) options() grpc.CallOption {
	return grpc.WaitForReady(c.WaitForReady)
}

func (c *command) pluginContext() *pluginv2.PluginContext {
	p := &pluginv2.PluginContext{
		OrgId:         1,
		PluginId:      "gitops-companion-datasource",
		PluginVersion: "0.1.0",
		UserAgent:     "Grafana/12.2.0 (linux; amd64)",
		User:          &pluginv2.User{Login: "ada", Name: "Ada", Email: "ada@example.org", Role: "Editor"},
	}
	if c.Settings != nil {
		p.DataSourceInstanceSettings = &pluginv2.DataSourceInstanceSettings{
			Id:                      1,
			Uid:                     c.Settings.UID,
			Name:                    c.Settings.Name,
			JsonData:                c.Settings.JSONData,
			DecryptedSecureJsonData: c.Settings.Secrets,
			LastUpdatedMS:           c.Settings.UpdatedMS,
		}
	}
	return p
}

// dataQueries copies out of each model what Grafana copies.
func (c *command) dataQueries() ([]*pluginv2.DataQuery, error) {
	var queries []*pluginv2.DataQuery
	for _, model := range c.Queries {
		var known struct {
			RefID         string `json:"refId"`
			QueryType     string `json:"queryType"`
			MaxDataPoints int64  `json:"maxDataPoints"`
			IntervalMS    int64  `json:"intervalMs"`
		}
		if err := json.Unmarshal(model, &known); err != nil {
			return nil, err
		}
		queries = append(queries, &pluginv2.DataQuery{
			RefId:         known.RefID,
			QueryType:     known.QueryType,
			MaxDataPoints: known.MaxDataPoints,
			IntervalMS:    known.IntervalMS,
			TimeRange:     &pluginv2.TimeRange{FromEpochMS: c.From, ToEpochMS: c.To},
			Json:          model,
		})
	}
	return queries, nil
}

func (c *command) format() pluginv2.DataFrameFormat {
	return pluginv2.DataFrameFormat(pluginv2.DataFrameFormat_value[c.Format])
}

func codeOf(err error) string {
	if s, is := status.FromError(err); is && s.Code() != codes.OK {
		return s.Code().String()
	}
	return ""
}
