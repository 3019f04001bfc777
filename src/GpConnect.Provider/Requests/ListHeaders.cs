using Microsoft.Extensions.Primitives;

namespace GpConnect.Provider.Requests;

/// <summary>
/// Headers that hold a list. Where .NET's parser cannot read a value it begins again at the next character, so 30 KB of one take
/// it a twentieth of a second.
/// </summary>
internal static class ListHeaders
{
    private const int MaximumLength = 2048;

    /// <returns>The values, or none if they are too long.</returns>
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
