using System.Globalization;
using Xunit.Abstractions;

namespace GpConnect.CrashSafety.Tests;

/// <summary>The seed of a run's random choices: a new one, or the value of <c>CRASH_SEED</c>.</summary>
internal static class Seed
{
    public static int New(ITestOutputHelper output)
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("CRASH_SEED") ?? $"{Random.Shared.Next()}", CultureInfo.InvariantCulture);
        output.WriteLine($"Seed {seed}");
        return seed;
    }
}
