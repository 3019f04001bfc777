using System.Diagnostics.CodeAnalysis;

namespace GpConnect.Foundations.Errors;

/// <summary>Either a value or the error that explains its absence.</summary>
internal readonly struct Result<T, TError>
    where T : notnull
    where TError : class
{
    private readonly T? value;

    private Result(T? value, TError? error) => (this.value, Error) = (value, error);

    /// <summary>Null when there is a value.</summary>
    public TError? Error { get; }

    public static implicit operator Result<T, TError>(T value) => new(value, null);

    public static implicit operator Result<T, TError>(TError error) => new(default, error);

    public bool Try([NotNullWhen(true)] out T? result, [NotNullWhen(false)] out TError? error)
    {
        (result, error) = (value, Error);
        return error is null;
    }
}
