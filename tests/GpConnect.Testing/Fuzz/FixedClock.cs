namespace GpConnect.Testing.Fuzz;

/// <summary>A clock that stands still, so that an input, which may hold a token, means the same on every day.</summary>
internal sealed class FixedClock : TimeProvider
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
