using System.Diagnostics;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;

namespace GrafanaGitOps.Benchmarks;

/// <summary>Builds a frame of commits, 12 columns of texts, numbers and times, and encodes it as an Arrow file.</summary>
internal static class ArrowEncoding
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Types = ["feat", "fix", "chore", "docs", "revert"];
    private static readonly string[] Revisions = [.. Enumerable.Range(0, 1000).Select(i => $"{i * 2654435761u:x40}")];
    private static readonly string[] Subjects = [.. Enumerable.Range(0, 1000).Select(i => $"deploy application {i % 37} to production: raise the limit of memory to {i} MiB")];

    public static Task Run(Report report)
    {
        Measure(report, rows: 1_000, repeats: 2_000);
        Measure(report, rows: 1_000_000, repeats: 5);
        return Task.CompletedTask;
    }

    private static void Measure(Report report, int rows, int repeats)
    {
        for (var i = 0; i < Math.Max(2, repeats / 10); i++) BuildAndEncode(rows);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        var length = 0L;
        for (var i = 0; i < repeats; i++) length += BuildAndEncode(rows);
        clock.Stop();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        report.Add($"Arrow, {rows:N0} rows x 12: file", length / 1e3 / repeats, "kB");
        report.Add($"Arrow, {rows:N0} rows x 12: build and encode", length / 1e6 / clock.Elapsed.TotalSeconds, "MB/s");
        report.Add($"Arrow, {rows:N0} rows x 12: allocated", allocated / 1e3 / repeats, "kB a frame");

        using var frame = Build(rows);
        length = 0;
        clock.Restart();
        for (var i = 0; i < repeats; i++) length += Encode(frame);
        report.Add($"Arrow, {rows:N0} rows x 12: encode alone", length / 1e6 / clock.Elapsed.TotalSeconds, "MB/s");
    }

    private static int BuildAndEncode(int rows)
    {
        using var frame = Build(rows);
        return Encode(frame);
    }

    private static int Encode(Frame frame)
    {
        using var output = new MessageBuffer();
        FrameArrowWriter.Write(frame, output);
        return output.Count;
    }

    private static Frame Build(int rows)
    {
        var (committed, deployed) = (new TimeField("committed_at"), new TimeField("deployed_at", nullable: true));
        var (repository, revision, author) = (new StringField("repository"), new StringField("revision"), new StringField("author"));
        var (type, scope, subject) = (new StringField("type"), new StringField("scope", nullable: true), new StringField("subject"));
        var (files, insertions, lag) = (new NumberField<int>("files"), new NumberField<long>("insertions", nullable: true), new NumberField<double>("lag"));
        var breaking = new BooleanField("breaking");
        for (var row = 0; row < rows; row++)
        {
            committed.Append(Start.AddSeconds(row));
            deployed.Append(row % 4 == 0 ? null : Start.AddSeconds(row + 600));
            repository.Append("platform-gitops");
            revision.Append(Revisions[row % Revisions.Length]);
            author.Append(row % 3 == 0 ? "Zoë Müller" : "renovate[bot]");
            type.Append(Types[row % Types.Length]);
            scope.Append(row % 2 == 0 ? "ingress" : null);
            subject.Append(Subjects[row % Subjects.Length]);
            files.Append(row % 17);
            insertions.Append(row % 5 == 0 ? null : row);
            lag.Append(row * 0.25);
            breaking.Append(row % 50 == 0);
        }

        return new Frame("commits", committed, deployed, repository, revision, author, type, scope, subject, files, insertions, lag, breaking)
        {
            RefId = "A",
            Meta = new FrameMeta { ExecutedQueryString = "commits of platform-gitops" },
        };
    }
}
