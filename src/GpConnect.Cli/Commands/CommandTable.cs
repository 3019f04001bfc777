using GpConnect.Foundations.Output;
using Spectre.Console;

namespace GpConnect.Cli.Commands;

internal static class CommandTable
{
    /// <summary>Wide enough for any row, so that a file or a pipe gets each row on one line.</summary>
    private const int RedirectedWidth = 1000;

    /// <summary>Adds a row; a line break inside a cell does not break it.</summary>
    public static void Add(Table table, params IEnumerable<string> cells) => table.AddRow([.. cells.Select(cell => new Text(SafeText.Cell(cell)))]);

    public static void Write(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        console.Write(table);
    }
}
