using System.Security.Cryptography;
using System.Text;
using GrafanaGitOps.Service.Delivery.Paths;

namespace GrafanaGitOps.Service.Delivery.Targets;

/// <summary>The commits of one source between what is deployed and what could be.</summary>
internal sealed record SourceSpan
{
    /// <summary>Row of the repository.</summary>
    public required long Repository { get; init; }

    /// <summary>Object id of what is deployed; null when that is not known, and only paths are asked for.</summary>
    public string? From { get; init; }

    /// <summary>Object id of what could be.</summary>
    public required string To { get; init; }

    /// <summary>The paths to ask for at <see cref="To"/>.</summary>
    public required PathRequest Paths { get; init; }

    /// <summary>Paths that are given and need no reading.</summary>
    public PathAnswer? Given { get; init; }

    /// <summary>What the paths are made from besides the commit, as a short text.</summary>
    public string PathsHash
    {
        get
        {
            var given = Given is null ? [] : Given.Paths.Paths.Concat(Given.Paths.Globs.Select(glob => glob.Text));
            var text = $"{Paths.Key}\t{string.Join('\n', given)}";
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
        }
    }
}
