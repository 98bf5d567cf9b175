using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly string[] BranchNames = ["main", "next", "topic/a"];

    [Fact]
    public async Task Random_appends_and_moves_give_what_a_simple_model_gives()
    {
        for (var seed = 1; seed <= 6; seed++) await FollowModelAsync(seed);
    }

    private async Task FollowModelAsync(int seed)
    {
        var (random, model, delivered) = (new Random(seed), new StoreModel(), new List<BranchMove>());
        var name = $"model-{seed}";
        var repository = await AddRepositoryAsync(name);
        for (var step = 0; step < 25; step++)
        {
            switch (random.Next(4))
            {
                case 0 or 1:
                    int[] numbers = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(1, 60))];
                    model.Append(numbers);
                    await Store.Commits.AppendAsync(repository, [.. numbers.Select(ModelCommit)], Cancellation);
                    break;
                case 2:
                    var moves = Enumerable.Range(0, random.Next(1, 3)).Select(_ => RandomMove(random, model, Later.AddMinutes(delivered.Count + step))).ToList();
                    delivered.AddRange(moves);
                    await Store.Commits.MoveBranchesAsync(repository, moves, Cancellation);
                    break;
                case 3 when delivered.Count > 0:
                    await Store.Commits.MoveBranchesAsync(repository, [delivered[random.Next(delivered.Count)]], Cancellation);
                    break;
            }

            await CompareAsync(model, name, repository, $"seed {seed}, step {step}");
        }
    }

    private static Commit ModelCommit(int number) => Commits.Number(number, $"apps/{number % 5}/x", "all");

    private static BranchMove RandomMove(Random random, StoreModel model, DateTimeOffset observed)
    {
        var reach = model.Stored.Order().Where(_ => random.Next(3) > 0).ToArray();
        random.Shuffle(reach);
        return model.Move(BranchNames[random.Next(BranchNames.Length)], random.Next(5) == 0 ? [] : reach, observed);
    }

    private async Task CompareAsync(StoreModel model, string name, long repository, string moment)
    {
        var filter = new CommitFilter { Repositories = [name] };
        var rows = (await ReadAsync(filter)).Select(row => (Convert.ToInt32(row.Sha, 16), string.Join(',', row.Branches), row.Vanished)).ToList();
        var below = (await ReadAsync(filter with { Paths = ["apps/3"] })).Select(row => Convert.ToInt32(row.Sha, 16)).ToList();

        model.Rows.SequenceEqual(rows).Should().BeTrue($"{moment}:\nexpected {string.Join(' ', model.Rows)}\nfound    {string.Join(' ', rows)}");
        model.Rows.Select(row => row.Number).Where(number => number % 5 == 3).SequenceEqual(below).Should().BeTrue(moment);
        (await Store.Commits.GetBranchHeadsAsync(repository, Cancellation)).Should().Equal(model.Heads);
        Counts((await Store.Repositories.ReadAsync(Cancellation)).Single(row => row.State.Name == name)).Should().Be(model.Counts);
    }
}
