namespace GpConnect.Foundations.Output;

/// <summary>A number with its noun in the singular or plural.</summary>
internal static class Counted
{
    public static string Text(long count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
