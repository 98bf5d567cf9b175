using System.CommandLine;
using GrafanaGitOps.Service.Configuration;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>How an answer is printed.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string> _format = new("--format")
    {
        Description = "table, json (one object a row) or csv (RFC 4180; texts that a spreadsheet would run as a formula get a ' in front)",
        DefaultValueFactory = _ => "table",
    };

    private readonly Option<string[]> _columns = new("--columns")
    {
        Description = "Columns to print, separated by commas; default all, in a terminal those that fit",
    };

    public OutputOptions(Command command)
    {
        command.Add(_format);
        command.Add(_columns);
    }

    public OutputChoice Read(ParseResult parsed)
    {
        const StringSplitOptions Clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var columns = (parsed.GetValue(_columns) ?? []).SelectMany(text => text.Split(',', Clean)).ToList();
        return parsed.GetValue(_format) switch
        {
            "table" => new OutputChoice(columns, TableOutput.WriteAsync),
            "json" => new OutputChoice(columns, JsonOutput.WriteAsync),
            "csv" => new OutputChoice(columns, CsvOutput.WriteAsync),
            var other => throw new ConfigurationException([$"--format must be table, json or csv, not \"{other}\"."]),
        };
    }
}
