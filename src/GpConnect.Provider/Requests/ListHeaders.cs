using Microsoft.Extensions.Primitives;

namespace GpConnect.Provider.Requests;

/// <summary>
/// Headers that hold a list. When .NET's parser cannot read a value, it starts again at the next character, so 30 KB of such a
/// value take it a twentieth of a second.
/// </summary>
internal static class ListHeaders
{
    private const int MaximumLength = 2048;

    /// <returns>The values; empty when they are too long together.</returns>
    public static StringValues Bounded(StringValues values)
    {
        var length = 0;
        foreach (var value in values)
        {
            length += value?.Length ?? 0;
        }

        return length <= MaximumLength ? values : StringValues.Empty;
    }
}
