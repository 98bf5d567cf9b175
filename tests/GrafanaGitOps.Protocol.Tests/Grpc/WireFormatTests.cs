using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GrafanaGitOps.Protocol.Grpc;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>Properties of what is parsed from, and written to, the wire.</summary>
public sealed class WireFormatTests
{
    private const int MaxSize = 1000;

    [Fact]
    public void Frame_anyBytes_areAFrameOrIncompleteOrRefused() =>
        ForAll<byte[]>(bytes =>
        {
            try
            {
                var buffer = new ReadOnlySequence<byte>(bytes);
                return !GrpcFrame.TryRead(buffer, MaxSize, out var frame) || frame.Payload.Length <= Math.Min(MaxSize, bytes.Length - GrpcFrame.HeaderSize);
            }
            catch (GrpcException exception)
            {
                return exception.StatusCode is GrpcStatusCode.Internal or GrpcStatusCode.ResourceExhausted;
            }
        });

    [Fact]
    public void Frame_writtenAndCutAnywhere_isReadBack() =>
        ForAll<(byte[] Payload, bool Compressed, NonNegativeInt Cut, byte[] After)>(sample =>
        {
            var bytes = GrpcTestClient.Frame(sample.Payload, sample.Compressed ? GrpcFrame.CompressedFlag : (byte)0);
            for (var length = 0; length < bytes.Length; length++)
                if (GrpcFrame.TryRead(new ReadOnlySequence<byte>(bytes, 0, length), MaxSize, out _)) return false;

            byte[] all = [.. bytes, .. sample.After];
            return GrpcFrame.TryRead(Segments(all, sample.Cut.Get % (all.Length + 1)), MaxSize, out var frame)
                && frame.Compressed == sample.Compressed && frame.Payload.ToArray().AsSpan().SequenceEqual(sample.Payload);
        });

    [Fact]
    public void Timeout_anyText_isParsedExactlyWhenTheGrammarAllows() =>
        ForAll<byte[]>(bytes =>
        {
            const string Alphabet = "0123456789HMSmunHMSmuns -+.";
            var text = string.Concat(bytes.Select(value => Alphabet[value % Alphabet.Length]));
            return GrpcTimeout.TryParse(text, out _) == IsTimeout(text);
        });

    [Fact]
    public void Timeout_digitsAndUnit_areItsTime() =>
        ForAll<NonNegativeInt>(value =>
        {
            var number = value.Get % 100_000_000;
            return "HMSmun".All(unit => GrpcTimeout.TryParse($"{number}{unit}", out var timeout) && timeout >= TimeSpan.Zero)
                && GrpcTimeout.TryParse($"{number}m", out var milliseconds) && milliseconds == TimeSpan.FromMilliseconds(number)
                && GrpcTimeout.TryParse($"{number}n", out var nanoseconds) && nanoseconds.Ticks == (number + 99) / 100;
        });

    [Fact]
    public void StatusDetail_anyText_isPrintableAndDecodesToItself() =>
        ForAll<string?>(text =>
        {
            text ??= "";
            var encoded = GrpcMessageEncoding.Encode(text);
            var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            return !encoded.AsSpan().ContainsAnyExceptInRange(' ', '~') && Uri.UnescapeDataString(encoded) == expected;
        });

    [Fact]
    public void StatusDetail_tooLong_isCutAtACharacter()
    {
        var encoded = GrpcMessageEncoding.Encode(new string('é', 5000));
        Assert.Equal(4092, encoded.Length);
        Assert.EndsWith("%C3%A9", encoded, StringComparison.Ordinal);
        Assert.Equal(4096, GrpcMessageEncoding.Encode(new string('a', 5000)).Length);
    }

    [Fact]
    public void Metadata_bytes_comeBackWithAndWithoutPadding() =>
        ForAll<byte[][]>(values =>
        {
            var text = values.Select(Convert.ToBase64String).ToList();
            var joined = string.Join(',', text.Select((value, index) => index % 2 == 0 ? value.TrimEnd('=') : value));
            var metadata = new GrpcMetadata();
            metadata.Receive("key-bin", joined);
            var back = metadata.GetValues("key-bin").Select(GrpcMetadataRules.Decode).ToList();
            return values.Length == 0 || back.Zip(values).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)) && back.Count == values.Length;
        });

    [Fact]
    public void Metadata_anyText_isTakenOrRefusedAsInternal() =>
        ForAll<string?>(text =>
        {
            try
            {
                new GrpcMetadata().Receive("key-bin", text ?? "");
                return true;
            }
            catch (GrpcException exception)
            {
                return exception.StatusCode == GrpcStatusCode.Internal;
            }
        });

    [Theory]
    [InlineData("", "x")]
    [InlineData("Upper", "x")]
    [InlineData("with space", "x")]
    [InlineData("grpc-status", "0")]
    [InlineData("content-type", "x")]
    [InlineData(":path", "/")]
    [InlineData("key", "line\nbreak")]
    [InlineData("key", "é")]
    [InlineData("key-bin", "no base64!")]
    public void Metadata_thatCannotBeSent_isRefusedWhenAdded(string key, string value) =>
        Assert.Throws<ArgumentException>(() => new GrpcMetadata().Add(key, value));

    private static void ForAll<T>(Func<T, bool> property) =>
        Prop.ForAll(ArbMap.Default.ArbFor<T>(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static bool IsTimeout(string text) =>
        text.Length is >= 2 and <= 9 && text[..^1].All(char.IsAsciiDigit) && "HMSmun".Contains(text[^1], StringComparison.Ordinal);

    private static ReadOnlySequence<byte> Segments(byte[] bytes, int cut)
    {
        var last = new Segment(bytes.AsMemory(cut), cut);
        return new ReadOnlySequence<byte>(new Segment(bytes.AsMemory(0, cut), 0, last), 0, last, bytes.Length - cut);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long start, Segment? next = null)
        {
            Memory = memory;
            RunningIndex = start;
            Next = next;
        }
    }
}
