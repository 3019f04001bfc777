namespace GpConnect.Testing.Fuzz;

/// <summary>Stands still, so that an input means the same on every day: tokens are in it.</summary>
internal sealed class FixedClock : TimeProvider
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
