using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GpConnect.Functions.Tests;

/// <summary>Ctrl-C for another process.</summary>
internal static partial class Interrupt
{
    private const int Signal = 2;

    /// <summary>Returns when the process has ended by itself.</summary>
    public static async Task SendAsync(Process process)
    {
        Assert.Equal(0, Kill(process.Id, Signal));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
