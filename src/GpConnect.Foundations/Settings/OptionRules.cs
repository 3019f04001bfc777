namespace GpConnect.Foundations.Settings;

/// <summary>Rules that options of several features share.</summary>
internal static class OptionRules
{
    /// <summary>Bytes of the shortest key.</summary>
    public const int MinimumKey = 32;

    /// <summary>Whether nobody can listen on the way to a service, if there is one.</summary>
    public static bool IsSecure(Uri? uri) => uri is null
        || uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);

    /// <summary>Whether a text is base64 of enough bytes for a key.</summary>
    public static bool IsKey(string text)
    {
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length >= MinimumKey;
    }
}
