using System.Data;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;

namespace GrafanaGitOps.Service.Storage.Rows;

/// <summary>Lets Dapper read columns into properties of our types: <c>last_fetch</c>, Unix milliseconds, into a moment <c>LastFetch</c>.</summary>
internal static partial class StoredTypes
{
    /// <summary>For the whole process; again it changes nothing.</summary>
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new Handler<DateTimeOffset>(value => DateTimeOffset.FromUnixTimeMilliseconds((long)value)));
        SqlMapper.AddTypeHandler(new Handler<TimeSpan>(value => TimeSpan.FromMilliseconds((long)value)));
        SqlMapper.AddTypeHandler(new Handler<IReadOnlyList<string>>(value => StoredLists.Read((string)value)));
        SqlMapper.AddTypeHandler(
            new Handler<IReadOnlyDictionary<string, string>>(value => JsonSerializer.Deserialize((string)value, Json.Default.DictionaryStringString)!));
    }

    /// <summary>Texts with names as the JSON text of one column.</summary>
    public static string Write(Dictionary<string, string> texts) => JsonSerializer.Serialize(texts, Json.Default.DictionaryStringString);

    /// <summary>Parameters are plain numbers and texts already.</summary>
    private sealed class Handler<T>(Func<object, T> read) : SqlMapper.TypeHandler<T>
    {
        public override T Parse(object value) => read(value);

        public override void SetValue(IDbDataParameter parameter, T? value) => throw new NotSupportedException($"{typeof(T).Name} is no parameter.");
    }

    [JsonSerializable(typeof(Dictionary<string, string>))]
    private sealed partial class Json : JsonSerializerContext;
}
