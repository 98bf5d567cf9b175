namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>A token, certificate or key: given as it is, or in a file that others replace while we run.</summary>
internal sealed class TextSource
{
    private readonly Lock _lock = new();
    private readonly string? _file;
    private readonly TimeProvider _timeProvider;
    private string? _text;
    private long _readAt;

    private TextSource(string? text, string? file, TimeProvider timeProvider)
    {
        _text = text;
        _file = file;
        _timeProvider = timeProvider;
    }

    public static TextSource Inline(string text) => new(text, null, TimeProvider.System);

    public static TextSource File(string path, TimeProvider timeProvider) => new(null, path, timeProvider);

    /// <summary>The text; of a file, at most <see cref="KubernetesLimits.FileAge"/> old.</summary>
    public string Read()
    {
        lock (_lock)
        {
            if (_text is not null && (_file is null || _timeProvider.GetElapsedTime(_readAt) < KubernetesLimits.FileAge)) return _text;
            _text = ReadFile(_file!);
            _readAt = _timeProvider.GetTimestamp();
            return _text;
        }
    }

    /// <summary>The next read looks into the file: what it held was refused.</summary>
    public void Expire()
    {
        lock (_lock)
        {
            if (_file is not null) _text = null;
        }
    }

    internal static string ReadFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > KubernetesLimits.MaxFileBytes)
                throw new KubernetesException($"{path} is larger than {KubernetesLimits.MaxFileBytes} bytes: it cannot be what its setting says.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesException($"{path} cannot be read: {exception.Message}", exception);
        }
    }
}
