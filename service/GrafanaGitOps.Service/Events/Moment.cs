namespace GrafanaGitOps.Service.Events;

/// <summary>When something happened: exactly, or between two times because nobody watched or the operator does not say.</summary>
/// <param name="NotBefore">The earliest it can have been; null when nothing is known.</param>
/// <param name="NotAfter">The latest it can have been.</param>
public readonly record struct Moment(DateTimeOffset? NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>Whether the time is known to the second.</summary>
    public bool IsExact => NotBefore == NotAfter;

    /// <summary>A time that the operator wrote down.</summary>
    public static Moment Exactly(DateTimeOffset time) => new(time, time);

    /// <summary>A time of which only the bounds are known; turned about, they become one exact time.</summary>
    public static Moment Between(DateTimeOffset? notBefore, DateTimeOffset notAfter) =>
        new(notBefore > notAfter ? notAfter : notBefore, notAfter);

    /// <summary>The same, but known of only at the given time where that is later.</summary>
    public Moment NoEarlierThan(DateTimeOffset time) => time > NotAfter ? this with { NotAfter = time } : this;

    /// <summary>The bounds that both allow; this one where they contradict each other.</summary>
    public Moment Narrow(Moment other)
    {
        var notBefore = NotBefore is null || other.NotBefore > NotBefore ? other.NotBefore : NotBefore;
        var notAfter = other.NotAfter < NotAfter ? other.NotAfter : NotAfter;
        return notBefore > notAfter ? this : new(notBefore, notAfter);
    }
}
