using System.Runtime.InteropServices;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>The published app runs on the platform of its Functions app and nowhere else.</summary>
internal static class LinuxOnly
{
    public static bool IsHere { get; } = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;

    public static string? Skip => IsHere ? null : "Skipped, because the published app is for Linux on x64";
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = LinuxOnly.Skip;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = LinuxOnly.Skip;
}
