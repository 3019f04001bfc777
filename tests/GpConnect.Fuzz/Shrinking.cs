using System.Diagnostics;

namespace GpConnect.Fuzz;

/// <summary>Makes an input short, so that what is wrong can be seen in it.</summary>
internal static class Shrinking
{
    /// <summary>Inputs that take long are found, too.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(20);

    /// <param name="isSame">Whether a shorter input goes wrong in the same way.</param>
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
