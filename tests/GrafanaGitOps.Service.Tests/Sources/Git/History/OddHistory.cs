using System.Globalization;
using System.Text;

namespace GrafanaGitOps.Service.Tests.Sources.Git.History;

/// <summary>Commits that no sane tool makes and every reader must bear, as input of <c>git fast-import</c>.</summary>
internal static class OddHistory
{
    public static byte[] Stream()
    {
        var stream = new MemoryStream();
        Commit(stream, "Plain <plain@example.com> 1700000000 +0100", "feat: one\n"u8, ("M", "a.txt"u8.ToArray()));
        Commit(stream, " <> 0 +0000", ""u8, ("M", "b"u8.ToArray()));
        Commit(stream, "Zone <zone@example.com> 1700000001 +9999", "zone beyond any clock\n"u8);
        Commit(stream, "West <west@example.com> 1700000002 -1130", "zone west\n"u8);
        Commit(stream, "Far <far@example.com> 999999999999999 +0000", "after the year 9999\n"u8);
        Commit(stream, "Latin \u00ff <latin@example.com> 1700000003 +0000", "caf\u00ff"u8, ("M", [(byte)'n', 0xff, 0xfe]));
        Commit(stream, "Raw <raw@example.com> 1700000004 +0000", [(byte)'x', 0xe9, (byte)' ', 0xc3, (byte)'\n']);
        Commit(stream, "Paths <paths@example.com> 1700000005 +0000", "odd names\n"u8, ("M", "\"tab\\tline\\nquote\\\"\""u8.ToArray()), ("M", ":100644 000000"u8.ToArray()), ("M", "@commit"u8.ToArray()), ("M", "-dash"u8.ToArray()), ("M", "a b/\u00e4\u00f6.txt"u8.ToArray()), ("D", "a.txt"u8.ToArray()));
        Commit(stream, "Forger <forger@example.com> 1700000006 +0000", "@0123456789012345678901234567890123456789\n\n:100644 100644 a b M\npath\n"u8);
        Commit(stream, "Lines <lines@example.com> 1700000007 +0000", "\n\n  first\nsecond  \r\n\r\n\n\nbody\n\n\n"u8);
        Commit(stream, "Huge <huge@example.com> 1700000008 +0000", Encoding.UTF8.GetBytes(new string('s', 5_000) + "\n\n" + new string('b', 3_000_000)));
        Commit(stream, "After <after@example.com> 1700000009 +0000", "the one after the huge one\n"u8, ("M", "z"u8.ToArray()));
        return stream.ToArray();
    }

    private static void Commit(MemoryStream stream, string person, ReadOnlySpan<byte> message, params ReadOnlySpan<(string Change, byte[] Path)> changes)
    {
        Write(stream, string.Create(CultureInfo.InvariantCulture, $"commit refs/heads/main\nauthor {person}\ncommitter {person}\ndata {message.Length}\n"));
        stream.Write(message);
        Write(stream, "\n");
        foreach (var (change, path) in changes)
        {
            Write(stream, change == "M" ? "M 100644 inline " : "D ");
            stream.Write(path);
            Write(stream, change == "M" ? "\ndata 2\nx\n\n" : "\n");
        }
    }

    private static void Write(MemoryStream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));
}
