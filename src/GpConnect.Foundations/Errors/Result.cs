using System.Diagnostics.CodeAnalysis;

namespace GpConnect.Foundations.Errors;

/// <summary>A value or the reason why there is none.</summary>
internal readonly struct Result<T>
    where T : notnull
{
    private readonly T? value;

    private Result(T? value, Failure? failure)
    {
        this.value = value;
        Failure = failure;
    }

    /// <summary>The reason why there is no value; null when there is one.</summary>
    public Failure? Failure { get; }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Failure failure) => new(default, failure);

    public bool Try([NotNullWhen(true)] out T? result, [NotNullWhen(false)] out Failure? reason)
    {
        result = value;
        reason = Failure;
        return Failure is null;
    }
}
