using System.Diagnostics;

namespace GpConnect.Fuzz;

/// <summary>Shortens an input, so that the cause of a wrong answer becomes visible.</summary>
internal static class Shrinking
{
    /// <summary>Limits the time for shrinking, because some finds are inputs that take long.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(20);

    /// <param name="isSame">Whether a shorter input produces the same kind of wrong answer.</param>
    public static async Task<byte[]> ShrinkAsync(byte[] input, Func<byte[], Task<bool>> isSame)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var length = input.Length / 2; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= input.Length && Stopwatch.GetElapsedTime(begun) < WaitLimit;)
            {
                byte[] shorter = [.. input.AsSpan(0, start), .. input.AsSpan(start + length)];
                if (await isSame(shorter))
                {
                    input = shorter;
                }
                else
                {
                    start += length;
                }
            }
        }

        return input;
    }
}
