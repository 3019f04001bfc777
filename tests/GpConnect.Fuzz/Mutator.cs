using System.Buffers;
using System.Text;

namespace GpConnect.Fuzz;

/// <summary>Mutates inputs, byte by byte and by the parts between their delimiters.</summary>
/// <param name="words">Texts to insert, in addition to parts of other inputs.</param>
/// <param name="longest">The maximum length of an input in bytes.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words, int longest = 96 * 1024)
{
    private static readonly SearchValues<byte> Delimiters = SearchValues.Create("\"{}[]<>,:=&?/|;. \r\n"u8);

    private static readonly byte[][] Oddities =
    [
        .. new[]
        {
            "", " ", "null", "true", "0", "-1", "1e999", "2147483648", "9223372036854775808", "0.1", "\"\"", "{}", "[]", "[[]]", "\\u0000", "\\ud800",
            "\\", "\"", "\0", "\r\n", "%00", "%2F", "%ff", "%7C", "|", ",", "<!DOCTYPE a>", "<!--", "<![CDATA[", "&#0;", "&amp;", "<?xml version=\"1.1\"?>",
            "9658218865", "9999999999", "https://fhir.nhs.uk/Id/nhs-number|9658218865",
            "xmlns=\"http://hl7.org/fhir\"", "\"resourceType\":\"Patient\"", "\"extension\":[{\"url\":\"x\",\"valueString\":\"y\"}]", "\"_family\":{\"id\":\"a\"}",
            "contained", "valueReference", "\r\nTransfer-Encoding: chunked", "\r\nContent-Length: 0", "\r\nExpect: 100-continue", "\r\nIf-None-Match: *", "\r\nIf-None-Match: W/\"1\"",
            "\r\nAccept: */*;q=0", "\r\nAccept-Encoding: gzip", "\r\nSsp-From: 200000000359", "&_format=xml", "&_count=1", "HEAD", "OPTIONS *", "CONNECT",
        }.Select(Encoding.Latin1.GetBytes),
        .. OddDates.All,
        [0xEF, 0xBB, 0xBF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xFF, 0xFE], [0xF0, 0x9F, 0x98, 0x80],
    ];

    /// <param name="other">An input from which parts may be inserted.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        // After one change most inputs are still valid enough to get far; several changes produce long and deep inputs.
        for (var rounds = random.Next(2) == 0 ? 1 : 1 << random.Next(4); rounds > 0; rounds--)
        {
            input = Once(input, other);
        }

        return input.Length > longest ? input[..longest] : input;
    }

    private byte[] Once(byte[] input, byte[] other)
    {
        var (start, end) = random.Next(3) == 0 ? AnyRange(input) : Part(input);
        return random.Next(11) switch
        {
            0 => Replace(input, start, end, []),
            1 => Replace(input, start, end, Oddities[random.Next(Oddities.Length)]),
            2 => Replace(input, start, end, words[random.Next(words.Count)]),
            3 => Replace(input, start, end, Take(other)),
            4 => Replace(input, start, start, Before(Take(other))),
            5 => Replace(input, start, start, Before(input[start..end])),
            6 => Replace(input, start, start, Repeat(Before(input[start..end]), 1 << random.Next(10))),
            7 => Swap(input, (start, end), Part(input)),
            8 => Replace(input, start, end, Nest(input[start..end])),
            9 => OddDates.Find(input, random) is var (from, to) ? Replace(input, from, to, OddDates.All[random.Next(OddDates.All.Length)]) : FlipBit(input),
            _ => FlipBit(input),
        };
    }

    private byte[] Take(byte[] input)
    {
        var (start, end) = Part(input);
        return input[start..end];
    }

    private (int Start, int End) AnyRange(byte[] input)
    {
        var start = random.Next(input.Length + 1);
        return (start, Math.Min(input.Length, start + random.Next(1 << random.Next(1, 7))));
    }

    /// <summary>A random part: from an opening bracket or tag to its end, or between two delimiters.</summary>
    public (int Start, int End) Part(byte[] input)
    {
        if (input.Length == 0)
        {
            return (0, 0);
        }

        var from = random.Next(input.Length);
        if (random.Next(2) == 0 && input.AsSpan(from).IndexOfAny("{[<"u8) is var opening and >= 0)
        {
            return (from + opening, EndOf(input, from + opening));
        }

        var start = input.AsSpan(0, from).LastIndexOfAny(Delimiters) + 1;
        var length = input.AsSpan(from).IndexOfAny(Delimiters);
        return (start, length < 0 ? input.Length : from + length);
    }

    /// <summary>The position after the end of the bracket or element that begins at <paramref name="start"/>.</summary>
    private static int EndOf(byte[] input, int start)
    {
        var depth = 0;
        for (var index = start; index < input.Length; index++)
        {
            depth += input[index] switch
            {
                (byte)'{' or (byte)'[' => 1,
                (byte)'<' => index + 1 < input.Length && input[index + 1] == '/' ? -1 : 1,
                (byte)'}' or (byte)']' => -1,
                (byte)'/' => index + 1 < input.Length && input[index + 1] == '>' ? -1 : 0,
                _ => 0,
            };
            if (depth <= 0)
            {
                var close = input[index] is (byte)'<' or (byte)'/' ? input.AsSpan(index).IndexOf((byte)'>') : 0;
                return close < 0 ? input.Length : index + close + 1;
            }
        }

        return input.Length;
    }

    /// <summary>A part to insert before another one, mostly with a comma after values and members of JSON.</summary>
    private byte[] Before(byte[] part) => part is [(byte)'{' or (byte)'[' or (byte)'"', ..] && random.Next(4) > 0 ? [.. part, (byte)','] : part;

    private byte[] FlipBit(byte[] input)
    {
        if (input.Length == 0)
        {
            return input;
        }

        var changed = (byte[])input.Clone();
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private byte[] Replace(byte[] input, int start, int end, byte[] part) =>
        input.Length - (end - start) + part.Length > longest ? input : [.. input.AsSpan(0, start), .. part, .. input.AsSpan(end)];

    private byte[] Repeat(byte[] part, int times)
    {
        times = Math.Min(times, longest / Math.Max(1, part.Length));
        var repeated = new byte[part.Length * times];
        for (var index = 0; index < times; index++)
        {
            part.CopyTo(repeated, index * part.Length);
        }

        return repeated;
    }

    /// <summary>Nests a part in up to 8,192 levels of brackets or elements.</summary>
    private byte[] Nest(byte[] part)
    {
        var (open, close) = random.Next(3) switch
        {
            0 => ("["u8.ToArray(), "]"u8.ToArray()),
            1 => ("{\"a\":"u8.ToArray(), "}"u8.ToArray()),
            _ => ("<a>"u8.ToArray(), "</a>"u8.ToArray()),
        };
        var times = 1 << random.Next(14);
        return [.. Repeat(open, times), .. part, .. Repeat(close, times)];
    }

    private static byte[] Swap(byte[] input, (int Start, int End) one, (int Start, int End) two)
    {
        var (first, second) = one.Start <= two.Start ? (one, two) : (two, one);
        return first.End > second.Start
            ? input
            : [
                .. input.AsSpan(0, first.Start), .. input.AsSpan(second.Start, second.End - second.Start), .. input.AsSpan(first.End, second.Start - first.End),
                .. input.AsSpan(first.Start, first.End - first.Start), .. input.AsSpan(second.End),
            ];
    }
}
