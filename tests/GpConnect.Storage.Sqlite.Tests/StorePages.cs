using System.Text;

namespace GpConnect.Storage.Sqlite.Tests;

/// <summary>The pages of a store's file, as a failing disk may leave them.</summary>
internal static class StorePages
{
    public const int Size = 8192;

    /// <summary>
    /// The last page that holds a text: an earlier one may be a page of the tree that still has the bytes of a row it once held. Never
    /// the first of the file, which holds the schema.
    /// </summary>
    public static int With(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var position = content.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(position > Size);
        return position / Size;
    }

    /// <param name="from">The first byte of the page that is overwritten.</param>
    public static void Damage(string file, int page, int from = 0)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Position = (page * Size) + from;
        stream.Write(Enumerable.Repeat((byte)0xFF, Size - from).ToArray());
    }
}
