using System.Text;

namespace GpConnect.Fuzz;

/// <summary>Makes inputs large by repeating a part, unchanged or with a different number in each copy, or as one long text.</summary>
internal sealed class Growth(Random random, Mutator mutator, int longest)
{
    private static readonly string[] Separators = ["", "", ",", " ", "&", "\n", ";", "|", "."];

    public byte[] Grow(byte[] input)
    {
        var (start, end) = mutator.Part(input);
        var part = Encoding.Latin1.GetString(input, start, end - start);
        var room = (longest - input.Length) >> random.Next(4) * random.Next(2);
        var copies = random.Next(4) == 0 ? Stretched(part, room) : Numbered(part, room);
        return [.. input.AsSpan(0, end), .. Encoding.Latin1.GetBytes(copies), .. input.AsSpan(end)];
    }

    /// <summary>Copies of a part, mostly with a number inserted: different names exercise other costs than equal names.</summary>
    private string Numbered(string part, int room)
    {
        var separator = Separators[random.Next(Separators.Length)];
        var isNumbered = random.Next(3) > 0;
        var (before, behind) = random.Next(part.Length + 1) is var position ? (part[..position], part[position..]) : default;
        var copies = new StringBuilder();
        for (var number = 0; ; number++)
        {
            var copy = $"{separator}{before}{(isNumbered ? $"{number:x}" : "")}{behind}";
            if (copy.Length == 0 || copies.Length + copy.Length > room)
            {
                return copies.ToString();
            }

            copies.Append(copy);
        }
    }

    private string Stretched(string part, int room)
    {
        var letters = part.Length == 0 ? "a" : part.Substring(random.Next(part.Length), 1);
        return new string(letters[0], Math.Max(0, room));
    }
}
