using System.Diagnostics;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Waits for a condition, no longer than it may take.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<Task<bool>> condition, int seconds = 30)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(seconds), $"The condition did not come true within {seconds} seconds");
            await Task.Delay(50);
        }
    }
}
