using System.Globalization;
using GrafanaGitOps.Service.Events;
using static GrafanaGitOps.Service.Tests.Storage.Looks;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>A made-up operator with a few applications, and what somebody who watches it sees; one seed is one history.</summary>
internal sealed class RandomLooks(int seed)
{
    private static readonly string[] Revisions =
        ["main@sha1:" + new string('a', 40), new string('a', 40), "1.0.0", "1.0.0+1234567", "2.0.0"];

    private readonly Random _random = new(seed);
    private readonly List<ApplicationChange> _changes = [];
    private readonly Application[] _applications = [new("argo-a"), new("argo-b"), new("flux")];
    private DateTimeOffset _now = Noon;
    private int _number;

    public IReadOnlyList<ApplicationChange> Make(int count)
    {
        while (_changes.Count < count)
        {
            // Sometimes two things happen in one millisecond.
            var step = _random.Next(8) == 0 ? 0 : _random.Next(1, 5_000);
            _now = _now.AddMilliseconds(step);
            Step(_applications[_random.Next(_applications.Length)], step > 0);
        }

        return _changes;
    }

    private void Step(Application application, bool isLater)
    {
        switch (_random.Next(10))
        {
            case 0 or 1 or 2:
                application.Sync = (SyncStatus)_random.Next(3);
                application.Health = (HealthStatus)_random.Next(3);
                application.HealthSince = _random.Next(3) == 0 ? null : Seconds(_now.AddSeconds(_random.Next(-4, 2)));
                break;
            case 3 or 4 when application.Name != "flux":
                Operate(application);
                break;
            case 5 when application.Name != "flux":
                // The operator writes a sync into its history late.
                application.History.Add(Attempt(application, _now.AddMilliseconds(-_random.Next(20_000))));
                break;
            case 3 or 4 or 5:
                application.History.Clear();
                application.History.Add(Attempt(application, _now) with { IsRepeatable = true, SeenIn = SeenIn.Status });
                break;
            case 6:
                Delete(application, isLater);
                return;
            case 7 when _changes.Count > 0:
                _changes.Add(_changes[_random.Next(_changes.Count)]);
                return;
            case 8:
                application.Looked = Seconds(_now);
                break;
        }

        _changes.Add(Look(application, isLater));
    }

    private void Operate(Application application)
    {
        var running = application.History.FindIndex(attempt => attempt.Finished is null);
        if (running < 0)
        {
            application.History.Add(Attempt(application, _now) with { Phase = SyncPhase.Running, Finished = null, SeenIn = SeenIn.Status });
        }
        else
        {
            var phase = _random.Next(4) == 0 ? SyncPhase.Failed : SyncPhase.Succeeded;
            application.History[running] = application.History[running] with
            {
                Phase = phase,
                Finished = Moment.Exactly(_now),
                Message = $"ended-{_number}",
            };
        }

        if (application.History.Count > 6) application.History.RemoveAt(0);
    }

    /// <summary>The end is seen, or missed because another object has the name already.</summary>
    private void Delete(Application application, bool isLater)
    {
        var moment = Sight(isLater);
        if (_random.Next(2) == 0)
            _changes.Add(new ApplicationChange { Application = Id(application.Name), Uid = application.Uid, Moment = moment });
        application.Uid = $"uid-{++_number}";
        application.Created = Seconds(_now);
        application.History.Clear();
    }

    private ApplicationChange Look(Application application, bool isLater) =>
        (Looks.Look(0, application.Name, application.Uid) with { Moment = Sight(isLater) })
        .With([.. application.History]).With(state => state with
        {
            ResourceVersion = string.Create(CultureInfo.InvariantCulture, $"{++_number}"),
            Created = application.Created,
            Sync = application.Sync,
            Health = application.Health,
            HealthSince = application.HealthSince,
            LastLooked = application.Looked,
            Destination = Nowhere,
            Labels = None,
            Annotations = None,
        });

    /// <summary>As it happened, or after nobody watched for a while; in one millisecond always as it happened, as the order is known then.</summary>
    private Moment Sight(bool isLater) => !isLater || _random.Next(2) == 0
        ? Moment.Exactly(_now) : Moment.Between(_random.Next(3) == 0 ? null : _now.AddMilliseconds(-_random.Next(1, 9_000)), _now);

    private SyncAttempt Attempt(Application application, DateTimeOffset started) => Sync(0, Revisions[_random.Next(Revisions.Length)]) with
    {
        Key = $"{application.Uid}/{++_number:d6}",
        Started = _random.Next(3) == 0 ? Moment.Between(null, started) : Moment.Exactly(started),
        Finished = Moment.Exactly(started.AddSeconds(1)),
        Phase = _random.Next(5) == 0 ? SyncPhase.Failed : SyncPhase.Succeeded,
        Complete = _random.Next(5) > 0,
        Message = $"n{_number}",
    };

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private static readonly Destination Nowhere = new(null, null, null);

    private static readonly Dictionary<string, string> None = [];

    private sealed class Application(string name)
    {
        public string Name => name;
        public string Uid { get; set; } = "uid-0";
        public DateTimeOffset Created { get; set; } = Noon.AddHours(-1);
        public DateTimeOffset Looked { get; set; } = Noon;
        public SyncStatus Sync { get; set; }
        public HealthStatus Health { get; set; }
        public DateTimeOffset? HealthSince { get; set; }
        public List<SyncAttempt> History { get; } = [];
    }
}
