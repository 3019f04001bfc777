using System.Security.Cryptography;
using System.Text;

namespace GpConnect.Foundations.Certificates;

/// <summary>
/// The PEM of a setting: text in the setting itself, a file, or the files of a folder. Files hold PEM or one DER structure.
/// </summary>
/// <param name="setting">The value of the setting: PEM text or a path.</param>
/// <param name="name">The name of the setting, for error messages.</param>
internal sealed class PemSource(string setting, string name)
{
    private const string Begin = "-----BEGIN ";

    /// <summary>A text that changes when a file is written, added or removed.</summary>
    public string Stamp() => IsText
        ? ""
        : string.Join('|', Files().Select(file => $"{file.Name} {file.LastWriteTimeUtc.Ticks} {file.Length}"));

    /// <summary>The DER of every structure with the label.</summary>
    /// <exception cref="InvalidDataException">A structure is truncated, damaged or has another label.</exception>
    public IReadOnlyList<byte[]> Read(string label) => IsText
        ? Decode(setting, label)
        : [.. Files().SelectMany(file => Decode(File.ReadAllBytes(file.FullName), label))];

    /// <summary>The PEM text, unchanged; not for a folder.</summary>
    public string Text() => IsText ? setting : File.ReadAllText(setting);

    public static bool IsExpected(Exception exception) =>
        FileErrors.IsExpected(exception) || exception is InvalidDataException or CryptographicException or FormatException or ArgumentException;

    /// <summary>Why the PEM cannot be used, in a fixed text rather than the message of .NET.</summary>
    public static string Describe(Exception exception) => FileErrors.IsExpected(exception) || exception is InvalidDataException
        ? FileErrors.Describe(exception)
        : "the content is damaged, has a password, is of another kind, or its parts do not match";

    private bool IsText => setting.StartsWith(Begin, StringComparison.Ordinal);

    /// <summary>Hidden files are skipped: Kubernetes adds hidden entries for earlier versions to a mounted secret.</summary>
    private IEnumerable<FileInfo> Files() => Directory.Exists(setting)
        ? new DirectoryInfo(setting).EnumerateFiles().Where(file => file.Name[0] != '.').OrderBy(file => file.Name, StringComparer.Ordinal)
        : [File.Exists(setting) ? new FileInfo(setting) : throw new InvalidDataException($"{name} is not a file or folder that can be read")];

    private static List<byte[]> Decode(byte[] bytes, string label) =>
        bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Begin)) < 0 ? [bytes] : Decode(Encoding.UTF8.GetString(bytes), label);

    private static List<byte[]> Decode(ReadOnlySpan<char> text, string label)
    {
        var decoded = new List<byte[]>();
        while (PemEncoding.TryFind(text, out var fields))
        {
            if (!text[fields.Label].SequenceEqual(label))
            {
                throw new InvalidDataException($"expected {label} and found {text[fields.Label]}");
            }

            decoded.Add(Convert.FromBase64String(text[fields.Base64Data].ToString()));
            text = text[fields.Location.End..];
        }

        return text.Contains(Begin, StringComparison.Ordinal) ? throw new InvalidDataException($"a {label} is cut off or damaged") : decoded;
    }
}
