Console.WriteLine("GP Connect Foundations provider");
