using System.Globalization;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>
/// What the ledger should hold after looks at applications, kept in plain lists: whole histories are kept and worked out anew each time,
/// where the store only reads the ends that it needs.
/// </summary>
internal sealed class LedgerModel
{
    private readonly SortedDictionary<string, Application> _applications = new(StringComparer.Ordinal);

    public void Apply(ApplicationChange change)
    {
        if (!_applications.TryGetValue(change.Application.Name, out var application) && change.Observation is not null)
            application = _applications[change.Application.Name] = new Application();
        application?.Apply(change);
    }

    public string Text() => string.Concat(_applications.Select(pair => pair.Value.Text(pair.Key)));

    private sealed class Application
    {
        private readonly List<(int State, DateTimeOffset? NotBefore, DateTimeOffset At)>[] _states = [[], []];
        private readonly List<SyncAttempt> _syncs = [];
        private readonly Dictionary<string, DateTimeOffset> _seen = [];
        private string _uid = "";
        private ApplicationState? _last;
        private DateTimeOffset _observed = DateTimeOffset.MinValue;
        private DateTimeOffset? _deleted;

        public void Apply(ApplicationChange change)
        {
            foreach (var attempt in change.Observation?.Attempts ?? []) Record(attempt, change);
            if (change.Moment.NotAfter < _observed) return;
            if (change.Observation is not null || (_deleted is null && _uid == change.Uid)) EndUnseen(change);
            if (change.Observation is { State: var state }) Look(change, state);
            else if (_deleted is null && _uid == change.Uid) End(change.Moment, change.Moment.NotAfter);
        }

        public string Text(string name)
        {
            var whole = _syncs.Where(IsWhole).OrderBy(Place).ToList();
            var deployments = whole.Where((sync, index) => index == 0 || !Revision(sync).Matches(Revision(whole[index - 1]))).ToList();
            var deployed = deployments.Count == 0 ? null : Name(deployments[^1]);
            string[] lines =
            [
                Line($"{name} {_uid} {Ms(_deleted)} {_last!.ResourceVersion} {Ms(_observed)} {deployed}"),
                .. _states.SelectMany((changes, dimension) => changes.Select(change =>
                    Line($"{name} state {dimension} {change.State} {Ms(change.NotBefore)} {Ms(change.At)}"))),
                .. _syncs.OrderBy(Place).Select(sync => Sync(name, sync, whole, deployments)),
            ];
            return string.Concat(lines.Select(line => line + "\n"));
        }

        private static string Sync(string name, SyncAttempt sync, List<SyncAttempt> whole, List<SyncAttempt> deployments)
        {
            var (started, finished, deployed) = (Ms(sync.Started.NotAfter), Ms(sync.Finished?.NotAfter), Deployed(sync, whole, deployments));
            return Line($"{name} sync {Name(sync)} {started} {finished} {(int)sync.Phase} {sync.Message} {Revision(sync).Text} {deployed}");
        }

        private static string Deployed(SyncAttempt sync, List<SyncAttempt> whole, List<SyncAttempt> deployments) =>
            !deployments.Contains(sync) ? "" : whole.IndexOf(sync) is > 0 and var index ? "from " + Revision(whole[index - 1]).Text : "first";

        private static RevisionRef Revision(SyncAttempt sync) => sync.Sources[0].Revision!;

        private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

        private void Record(SyncAttempt seen, ApplicationChange change)
        {
            var index = _syncs.FindIndex(sync => sync.Key == seen.Key);
            var before = _syncs.Where(sync => sync.Started.NotAfter <= seen.Started.NotAfter).MaxBy(Place) ?? _syncs.MinBy(Place);
            if (index >= 0)
            {
                _syncs[index] = SyncAttempt.Merge(_syncs[index], seen);
            }
            else if (before is null || before.Started.NotAfter < change.Observation!.State.Created || !seen.Repeats(before))
            {
                _syncs.Add(seen);
                _seen[seen.Key] = change.Moment.NotAfter;
            }
        }

        /// <summary>What ran and is not told of any more ended before the next one began, or before the look.</summary>
        private void EndUnseen(ApplicationChange change)
        {
            var told = change.Observation?.Attempts ?? [];
            for (var index = 0; index < _syncs.Count; index++)
            {
                var sync = _syncs[index];
                if (sync.Finished is not null || _seen[sync.Key] >= change.Moment.NotAfter || told.Any(seen => seen.Key == sync.Key)) continue;
                var next = told.Where(seen => seen.Started.NotAfter > sync.Started.NotAfter).Min(seen => (DateTimeOffset?)seen.Started.NotAfter);
                _syncs[index] = sync.EndedUnseen(Moment.Exactly(Min(next ?? DateTimeOffset.MaxValue, change.Moment.NotAfter)));
            }
        }

        private void Look(ApplicationChange change, ApplicationState state)
        {
            var at = change.Moment.NotAfter;
            if (_last is not null && _deleted is null && _uid != change.Uid)
                End(Moment.Between(_observed, Max(Min(state.Created!.Value, at), _observed)), _observed);
            var begins = _last is null || _deleted is not null;
            var notBefore = change.Moment.IsExact ? at
                : begins ? Min(state.Created!.Value, at) : Max(change.Moment.NotBefore ?? _observed, _observed);
            Change(0, (int)state.Sync, notBefore, at);
            var isTrue = IsTrue(state.HealthSince, change.Moment, begins, notBefore);
            Change(1, (int)state.Health, isTrue ? state.HealthSince!.Value : notBefore, isTrue ? state.HealthSince!.Value : at);
            var isSame = !begins && _uid == change.Uid && _last! with { HealthSince = state.HealthSince } == state;
            (_uid, _last, _deleted) = (change.Uid, state, null);
            if (!isSame) _observed = at;
        }

        private bool IsTrue(DateTimeOffset? since, Moment moment, bool begins, DateTimeOffset notBefore)
        {
            if (since is null || since > moment.NotAfter || (_states[1].Count > 0 && since <= _states[1][^1].At)) return false;
            return begins || since.Value.ToUnixTimeSeconds() >= (moment.IsExact ? _observed : notBefore).ToUnixTimeSeconds();
        }

        private void End(Moment moment, DateTimeOffset observed)
        {
            var notBefore = moment.IsExact ? moment.NotAfter : Max(moment.NotBefore ?? _observed, _observed);
            foreach (var dimension in new[] { 0, 1 }) Change(dimension, -1, notBefore, moment.NotAfter);
            (_deleted, _observed) = (moment.NotAfter, observed);
        }

        private void Change(int dimension, int state, DateTimeOffset notBefore, DateTimeOffset at)
        {
            var changes = _states[dimension];
            if (changes.Count > 0 && (changes[^1].State == state || at < changes[^1].At)) return;
            changes.RemoveAll(change => change.At == at);
            if (changes.Count > 0 && changes[^1].State == state) return;
            changes.Add((state, changes.Count > 0 ? Max(notBefore, changes[^1].At) : notBefore, at));
        }

        private static bool IsWhole(SyncAttempt sync) => sync is { Complete: true, Phase: SyncPhase.Succeeded };

        private static (DateTimeOffset, UInt128) Place(SyncAttempt sync) => (sync.Started.NotAfter, SyncKey.Of(sync));

        private static string Name(SyncAttempt sync) => SyncKey.Hex(SyncKey.Of(sync));

        private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

        private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

        private static long? Ms(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
    }
}
