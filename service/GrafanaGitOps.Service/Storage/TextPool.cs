namespace GrafanaGitOps.Service.Storage;

/// <summary>Keeps texts that repeat from row to row once.</summary>
internal sealed class TextPool
{
    private const int MostKept = 1_000;

    private readonly HashSet<string> _texts = [];

    public string Once(string text)
    {
        if (_texts.TryGetValue(text, out var kept)) return kept;
        if (_texts.Count >= MostKept) _texts.Clear();
        _texts.Add(text);
        return text;
    }
}
