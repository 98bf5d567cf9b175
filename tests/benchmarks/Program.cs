using GrafanaGitOps.Benchmarks;

if (args is [FirstIndex.ChildVerb, var remote, var dataDirectory, var storeFile]) return await FirstIndex.RunChildAsync(remote, dataDirectory, storeFile);

if (args is [ApplicationQueries.ChildVerb, var ledger, var question]) return await ApplicationQueries.RunChildAsync(ledger, question);

if (args is [FirstList.ChildVerb, var kubeconfig, var listStore]) return await FirstList.RunChildAsync(kubeconfig, listStore);

// One line a benchmark; an argument picks those whose name starts with it.
(string Name, Func<Report, Task> Run)[] benchmarks =
[
    ("grpc-echo", GrpcEcho.RunAsync),
    ("query-data", QueryData.RunAsync),
    ("arrow", ArrowEncoding.Run),
    ("first-index", FirstIndex.RunAsync),
    ("first-list", FirstList.RunAsync),
    ("new-commit", NewCommit.RunAsync),
    ("delivery", Delivery.RunAsync),
    ("start-up", StartUp.RunAsync),
    ("inbox", Inbox.RunAsync),
    ("status-stream", StatusStream.RunAsync),
    ("application-queries", ApplicationQueries.RunAsync),
];

var strange = args.FirstOrDefault(arg => !benchmarks.Any(benchmark => benchmark.Name.StartsWith(arg)));
if (strange is not null)
{
    Console.Error.WriteLine($"There is no benchmark \"{strange}\". There are {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}.");
    return 2;
}

var report = new Report();
foreach (var (name, run) in benchmarks.Where(benchmark => args.Length == 0 || args.Any(benchmark.Name.StartsWith)))
{
    Console.WriteLine($"# {name}");
    await run(report);
}

return report.Print();
