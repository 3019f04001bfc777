using System.Security.Cryptography;

namespace GpConnect.Importing.BatchTrace;

/// <summary>A response file and how to read it.</summary>
/// <param name="Name">For the audit trail; without patient data.</param>
/// <param name="Profile">One of <see cref="BatchTraceProfile"/>.</param>
/// <param name="Positions">Positions of a DBS response, counted from 0, that differ from the usual ones.</param>
/// <param name="MaximumDays">Maximum age of the request, in days.</param>
internal sealed record BatchTraceSource(string Name, byte[] Content, string Profile, IReadOnlyDictionary<string, int> Positions, int MaximumDays)
{
    /// <summary>SHA-256 of the content, in hexadecimal digits.</summary>
    public string Hash { get; } = Convert.ToHexString(SHA256.HashData(Content));

    /// <summary>One of <see cref="BatchTraceText.Encodings"/>.</summary>
    public string Encoding { get; init; } = BatchTraceText.Utf8;

    /// <summary>Whether the file may take any number of people out of service.</summary>
    public bool AllowsImplausible { get; init; }
}
