using System.Text.Json.Serialization;

namespace GpConnect.Foundations.Pds;

/// <summary>The demographics that PDS holds for an NHS number.</summary>
internal sealed record PdsRecord
{
    /// <summary>The current number on PDS; ten digits.</summary>
    public required string NhsNumber { get; init; }

    public bool IsInvalid { get; init; }

    public bool IsSensitive { get; init; }

    public bool IsSuperseded { get; init; }

    /// <summary>The number that superseded this one; null if PDS does not state it.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>Full or partial: <c>YYYY</c>, <c>YYYY-MM</c> or <c>YYYY-MM-DD</c>.</summary>
    public string? BirthDate { get; init; }

    /// <summary>Present when the person has died; full or partial.</summary>
    public string? DeathDate { get; init; }

    public string? Family { get; init; }

    public IReadOnlyList<string> Given { get; init; } = [];

    public IReadOnlyList<string> Prefix { get; init; } = [];

    /// <summary><c>male</c>, <c>female</c>, <c>other</c> or <c>unknown</c>.</summary>
    public string? Gender { get; init; }

    /// <summary>The usual address.</summary>
    public PdsAddress? Address { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    public string? RegisteredPracticeOds { get; init; }

    /// <summary>The record without text that must not be copied into a resource.</summary>
    public PdsRecord WithoutUnservableText() => this with
    {
        Family = PdsText.Of(Family),
        Given = PdsText.All(Given),
        Prefix = PdsText.All(Prefix),
        Address = Address?.WithoutUnservableText(),
        Phone = PdsText.Of(Phone),
        Email = PdsText.Of(Email),
        RegisteredPracticeOds = PdsText.Of(RegisteredPracticeOds),
    };
}

/// <param name="Lines">House and street, one line each.</param>
internal sealed record PdsAddress(IReadOnlyList<string> Lines, string? City, string? District, string? PostalCode)
{
    /// <returns>Null when any part cannot be served: an incomplete address could be that of another house.</returns>
    public PdsAddress? WithoutUnservableText() =>
        Lines.Concat([City ?? "", District ?? "", PostalCode ?? ""]).All(PdsText.IsServable)
            ? new PdsAddress(PdsText.All(Lines), PdsText.Of(City), PdsText.Of(District), PdsText.Of(PostalCode))
            : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(PdsRecord))]
internal sealed partial class PdsJson : JsonSerializerContext;
