using System.Diagnostics;
using System.Text.Json;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>Reads Arrow files with apache-arrow, in one process for all files of a call.</summary>
internal static class ArrowJs
{
    public static async Task<IReadOnlyList<ReadFrame>> ReadAsync(IReadOnlyList<byte[]> files, CancellationToken cancellationToken)
    {
        var program = Repository.InteropProgram("arrow-to-json");
        Prerequisite.Program("node");
        var folder = Directory.CreateTempSubdirectory("arrow-");
        try
        {
            var paths = files.Select((_, i) => Path.Combine(folder.FullName, $"{i}.arrow")).ToList();
            foreach (var (path, file) in paths.Zip(files)) await File.WriteAllBytesAsync(path, file, cancellationToken);
            return await RunAsync(program, paths, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<ReadFrame>> RunAsync(string program, List<string> paths, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, paths) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var frames = new List<ReadFrame>();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line) frames.Add(Parse(line));
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().Be(0, $"arrow-to-json could not read file {frames.Count}: {await errors}");
        frames.Should().HaveCount(paths.Count);
        return frames;
    }

    private static ReadFrame Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var fields = root.GetProperty("fields").EnumerateArray().Zip(root.GetProperty("columns").EnumerateArray(), ParseField);
        return new ReadFrame(ParsePairs(root), [.. fields], root.GetProperty("rows").GetInt32(), root.GetProperty("batches").GetInt32());
    }

    private static ReadField ParseField(JsonElement field, JsonElement cells)
    {
        var type = field.GetProperty("type").GetString()!;
        var isFloat = type.StartsWith("Float", StringComparison.Ordinal);
        return new ReadField(
            field.GetProperty("name").GetString()!,
            type,
            field.GetProperty("nullable").GetBoolean(),
            ParsePairs(field),
            [.. cells.EnumerateArray().Select(cell => cell.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => cell.GetString(),
                JsonValueKind.Number when isFloat => Column.FloatText(cell.GetDouble()),
                _ => cell.GetRawText(),
            })]);
    }

    private static Dictionary<string, string> ParsePairs(JsonElement element) =>
        element.GetProperty("metadata").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!);
}
