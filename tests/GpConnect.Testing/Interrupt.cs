using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GpConnect.Testing;

/// <summary>Signals to stop for another process.</summary>
internal static partial class Interrupt
{
    private const int ControlC = 2;
    private const int Termination = 15;

    /// <summary>A test run in the background ignores Ctrl-C, and so would the providers that it starts.</summary>
    public static void Heed()
    {
        if (!OperatingSystem.IsWindows())
        {
            Signal(ControlC, handler: 0);
        }
    }

    /// <summary>Returns when the process has ended by itself.</summary>
    public static async Task SendAsync(Process process)
    {
        Assert.Equal(0, Kill(process.Id, ControlC));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Asks it to stop, and does not wait.</summary>
    public static void Terminate(Process process) => Assert.Equal(0, Kill(process.Id, Termination));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    /// <param name="handler">0: what the system does by default.</param>
    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);
}
