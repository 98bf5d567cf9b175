namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>Story time counts from the start of the demo; only what comes after it runs at the speed.</summary>
/// <param name="Start">When the demo started, in whole seconds.</param>
/// <param name="Speed">Story seconds in a second.</param>
internal sealed record StoryClock(DateTimeOffset Start, double Speed)
{
    public DateTimeOffset At(TimeSpan story) => Start + (story < TimeSpan.Zero ? story : story / Speed);

    public TimeSpan StoryTime(DateTimeOffset moment)
    {
        var passed = moment - Start;
        return passed < TimeSpan.Zero ? passed : passed * Speed;
    }
}
