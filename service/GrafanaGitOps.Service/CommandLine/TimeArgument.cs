using System.Globalization;
using GrafanaGitOps.Service.Configuration;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>Times as people on call type them: <c>now</c>, <c>7d</c> or <c>now-7d</c> (that long ago), or a date and time, UTC by default.</summary>
internal static class TimeArgument
{
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset moment)
    {
        moment = now;
        if (text == "now") return true;
        var duration = text.StartsWith("now-", StringComparison.Ordinal) ? text[4..] : text.TrimStart('-');
        if (Duration.TryParse(duration, out var ago) && !text.Contains(':'))
        {
            moment = ago < now - DateTimeOffset.MinValue ? now - ago : DateTimeOffset.MinValue;
            return true;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out moment);
    }
}
