using System.Security.Cryptography;

namespace GpConnect.Importing.BatchTrace;

/// <summary>A response file and how it is to be read.</summary>
/// <param name="Name">For the audit trail; without patient data.</param>
/// <param name="Profile">One of <see cref="BatchTraceProfile"/>.</param>
/// <param name="Positions">Positions of a DBS response that differ from the usual ones.</param>
/// <param name="MaximumDays">How old the request may be.</param>
internal sealed record BatchTraceSource(string Name, byte[] Content, string Profile, IReadOnlyDictionary<string, int> Positions, int MaximumDays)
{
    /// <summary>SHA-256 of the content, in hexadecimal digits.</summary>
    public string Hash { get; } = Convert.ToHexString(SHA256.HashData(Content));

    /// <summary>One of <see cref="BatchTraceText.Encodings"/>.</summary>
    public string Encoding { get; init; } = BatchTraceText.Utf8;

    /// <summary>Whether the file may take as many people out of service as it likes.</summary>
    public bool AllowsImplausible { get; init; }
}
