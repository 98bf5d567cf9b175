using System.Text;
using Dapper;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Conditions of a statement, which must all hold. What comes from outside goes into parameters only.</summary>
/// <param name="dialect">The database.</param>
/// <param name="parameters">Where the values go.</param>
internal sealed class SqlConditions(Dialect dialect, DynamicParameters parameters)
{
    private readonly List<string> _conditions = [];

    /// <summary>With parameters of its own, <c>@limit</c> among them: the most rows.</summary>
    public SqlConditions(Dialect dialect, int limit)
        : this(dialect, new DynamicParameters()) =>
        Parameters.Add("limit", Math.Clamp(limit, 0, StorageLimits.Rows));

    public DynamicParameters Parameters => parameters;

    /// <summary>True when every row matches.</summary>
    public bool IsEmpty => _conditions.Count == 0;

    /// <summary>What follows WHERE or AND.</summary>
    public string Sql => IsEmpty ? "true" : string.Join("\n    AND ", _conditions);

    public void Add(string condition) => _conditions.Add(condition);

    public void Add(string condition, string name, object value)
    {
        _conditions.Add(condition);
        parameters.Add(name, value);
    }

    /// <summary>The column lies between the two moments, both included, as far as they are given.</summary>
    public void AddTimes(string column, DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from is { } earliest) Add($"{column} >= @from", "from", earliest.ToUnixTimeMilliseconds());
        if (to is { } latest) Add($"{column} <= @to", "to", latest.ToUnixTimeMilliseconds());
    }

    /// <summary>Any of the columns contains the text, without regard to case; no text is no condition.</summary>
    /// <param name="search">The text.</param>
    /// <param name="columns">Where it is looked for.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="or">Another condition under which a row matches too.</param>
    public void AddSearch(string? search, IEnumerable<string> columns, string name = "search", string? or = null)
    {
        if (string.IsNullOrEmpty(search)) return;
        if (search.Length > StorageLimits.Search)
            throw new ArgumentException($"The searched text has {search.Length} characters; at most {StorageLimits.Search} are taken.");
        var text = StoredText.Clean(search);
        var ascii = Ascii.IsValid(text);
        var condition = string.Join(" OR ", columns.Select(column => dialect.Contains(column, $"@{name}", ascii)).Concat(or is null ? [] : [or]));
        Add($"({condition})", name, dialect.SearchPattern(text, ascii));
    }

    /// <summary>A table expression with the column <c>value</c> over texts of a filter.</summary>
    /// <param name="name">The parameter that holds them; an error calls the filter so, without the prefix.</param>
    /// <param name="values">The texts.</param>
    /// <param name="prefix">What the parameter's name begins with besides.</param>
    public string Rows(string name, IReadOnlyCollection<string> values, string prefix = "")
    {
        if (values.Count > StorageLimits.FilterEntries)
            throw new ArgumentException($"The filter '{name}' has {values.Count} entries; at most {StorageLimits.FilterEntries} are taken.");
        parameters.Add(prefix + name, dialect.List(values.Select(value => StoredText.Clean(value))));
        return dialect.Rows($"@{prefix}{name}");
    }
}
