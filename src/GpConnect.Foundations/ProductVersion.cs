namespace GpConnect.Foundations;

internal static class ProductVersion
{
    public const string Name = "GP Connect Foundations provider";

    public static readonly string Text = typeof(ProductVersion).Assembly.GetName().Version!.ToString(3);
}
