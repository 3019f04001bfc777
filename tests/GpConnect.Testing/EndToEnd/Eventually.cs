using System.Diagnostics;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Waits until a condition holds, and fails after a time limit.</summary>
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
