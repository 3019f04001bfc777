using System.Text;
using System.Text.Unicode;
using CsvHelper;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>Finds the position of an error in a CSV file.</summary>
internal static class CsvPlace
{
    /// <summary>An error in a field of the current row.</summary>
    public static ImportError Error(CsvReader csv, string column, string reason) =>
        new($"{column} {reason}") { At = Of(csv, Array.IndexOf(csv.HeaderRecord!, column)) };

    /// <summary>An error of the current row as a whole, located by its line only.</summary>
    public static ImportError Error(CsvReader csv, string reason) => new(reason) { At = Of(csv, 0) with { Column = null } };

    /// <param name="field">Index of the field, from 0. The position is that of its first character or its quotation mark.</param>
    public static FilePosition Of(CsvReader csv, int field)
    {
        var row = csv.Parser.RawRecord;
        var start = new FilePosition(csv.Parser.RawRow - row.TrimEnd('\r', '\n').Count('\n'), 1);
        return start.After(Encoding.UTF8.GetBytes(row[..Offset(row, field)]));
    }

    /// <summary>The position of the first byte that is not UTF-8; null when there is none in the readable part of the file.</summary>
    public static FilePosition? NotUtf8(string path)
    {
        try
        {
            using var stream = DataFile.Open(path);
            var bad = Utf8Lines.Read(stream).Index().FirstOrDefault(line => line.Item is null || !Utf8.IsValid(line.Item), (-1, null));
            return bad.Index < 0 ? null : new FilePosition(bad.Index + 1, 1 + (bad.Item is null ? null : InvalidUtf8.Find(bad.Item)));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static int Offset(string row, int field)
    {
        var isQuoted = false;
        for (var offset = 0; offset < row.Length; offset++)
        {
            if (field == 0)
            {
                return offset;
            }

            isQuoted ^= row[offset] == '"';
            field -= row[offset] == ',' && !isQuoted ? 1 : 0;
        }

        return row.TrimEnd('\r', '\n').Length;
    }
}
