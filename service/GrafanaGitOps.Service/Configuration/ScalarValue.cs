using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GrafanaGitOps.Service.Configuration;

/// <summary>Single values of the configuration, by the type of their option.</summary>
internal static class ScalarValue
{
    public static bool IsScalar(Type type) => Underlying(type) is var plain
        && (plain.IsEnum || plain == typeof(string) || plain == typeof(bool) || plain == typeof(int)
            || plain == typeof(TimeSpan) || plain == typeof(ByteSize));

    public static string Describe(Type type) => Underlying(type) switch
    {
        { IsEnum: true } plain => $"one of {string.Join(", ", Enum.GetNames(plain).Select(name => name.ToLowerInvariant()))}",
        var plain when plain == typeof(bool) => "true or false",
        var plain when plain == typeof(int) => "a whole number",
        var plain when plain == typeof(TimeSpan) => "a duration such as 500ms, 30s, 5m, 1h or 00:05:00",
        var plain when plain == typeof(ByteSize) => "a size such as 512KiB, 64MiB or 2GiB",
        _ => "a text",
    };

    public static bool TryParse(string text, Type type, [NotNullWhen(true)] out object? value)
    {
        var plain = Underlying(type);
        value = plain == typeof(string) ? text
            : plain.IsEnum ? ParseEnum(text, plain)
            : plain == typeof(bool) ? bool.TryParse(text, out var truth) ? truth : null
            : plain == typeof(int) ? ParseInt(text)
            : plain == typeof(TimeSpan) ? Duration.TryParse(text, out var duration) ? duration : null
            : plain == typeof(ByteSize) ? ByteSize.TryParse(text, out var size) ? size : null
            : null;
        return value is not null;
    }

    private static int? ParseInt(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Names alone: numbers would tie configuration files to the order of members.</summary>
    private static object? ParseEnum(string text, Type type) =>
        Enum.GetNames(type).FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse(type, name)
            : null;

    private static Type Underlying(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
