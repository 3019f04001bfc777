using System.Globalization;
using GpConnect.Foundations.Output;
using Spectre.Console;

namespace GpConnect.Cli.Commands;

internal static class CommandTable
{
    /// <summary>Wide enough for any row, so that a file or a pipe gets each row on one line.</summary>
    private const int WholeRows = 1000;

    /// <summary>A narrower table would break every word.</summary>
    private const int Narrowest = 40;

    /// <summary>Adds a row; a line break inside a cell does not break it.</summary>
    public static void Add(Table table, params IEnumerable<string> cells) => table.AddRow([.. cells.Select(cell => new Text(SafeText.Cell(cell)))]);

    public static void Write(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = RedirectedWidth();
        }

        console.Write(table);
    }

    /// <summary>The width that the operator has exported, as for a pager; otherwise each row gets one line.</summary>
    private static int RedirectedWidth() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width >= Narrowest ? width : WholeRows;
}
